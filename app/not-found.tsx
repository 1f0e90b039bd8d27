import { NothingHere } from '@/components/shell/nothing-here'

export default function NotFound() {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <NothingHere />
    </main>
  )
}
