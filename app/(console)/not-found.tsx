import { NothingHere } from '@/components/shell/nothing-here'

/** Beside the navigation, inside the console's <main>. */
export default function NotFoundInConsole() {
  return (
    <div className="grid min-h-[70dvh] place-items-center">
      <NothingHere />
    </div>
  )
}
