'use client'
import { Dialog as Radix } from 'radix-ui'
import { focusItself } from '@/components/ui/focus-itself'
import type { Me } from '@/lib/contracts/console-api'
import { SideNav } from './side-nav'

export default function NavDrawer({ me, onClose }: { me: Me; onClose: () => void }) {
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil lg:hidden" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusItself}
          className="fixed inset-y-0 left-0 z-50 flex w-64 flex-col border-r bg-surface shadow-overlay outline-none data-[state=open]:animate-in data-[state=open]:slide-in-from-left lg:hidden"
        >
          <Radix.Title className="sr-only">Navigation</Radix.Title>
          <SideNav me={me} onNavigate={onClose} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
