'use client'
import { AlertDialog as Radix } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { Button } from './button'
import { TextField } from './text-field'

export type ConfirmProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What will happen, and to which thing. */
  children: ReactNode
  confirmLabel: string
  cancelLabel?: string
  danger?: boolean
  busy?: boolean
  /** When given, it has to be typed before the button works. */
  typeToConfirm?: string
  onConfirm: () => void
}

export default function ConfirmWindow(props: ConfirmProps) {
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-veil data-[state=open]:animate-in data-[state=open]:fade-in-0" />
        <Radix.Content className="fixed top-1/2 left-1/2 z-60 w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 rounded-xl border bg-surface shadow-overlay outline-none">
          <Question {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Question({ title, children, confirmLabel, cancelLabel = 'Keep it', danger, busy, typeToConfirm, onConfirm }: ConfirmProps) {
  const [typed, setTyped] = useState('')
  const ready = typeToConfirm === undefined || typed.trim() === typeToConfirm
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) onConfirm()
      }}
    >
      <div className="space-y-3 px-5 pt-4 pb-5">
        <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
        <Radix.Description asChild>
          <div className="space-y-2 text-sm text-soft">{children}</div>
        </Radix.Description>
        {typeToConfirm !== undefined && (
          <TextField
            label={`Type ${typeToConfirm} to confirm`}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </div>
      <footer className="flex justify-end gap-2 rounded-b-xl border-t bg-canvas px-5 py-3">
        <Radix.Cancel asChild>
          <Button>{cancelLabel}</Button>
        </Radix.Cancel>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} disabled={!ready} busy={busy}>
          {confirmLabel}
        </Button>
      </footer>
    </form>
  )
}
