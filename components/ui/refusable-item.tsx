import { MenuItem } from './menu'

type Props = { label: string; refusal: string | null; onSelect: () => void }

/** A menu's item that says in itself why it cannot be chosen. */
export function RefusableItem({ label, refusal, onSelect }: Props) {
  return (
    <MenuItem disabled={refusal !== null} onSelect={onSelect}>
      <span>
        {label}
        {refusal !== null && <span className="block max-w-64 text-xs text-faint">{refusal}</span>}
      </span>
    </MenuItem>
  )
}
