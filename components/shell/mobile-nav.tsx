'use client'
import { Menu as MenuIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { Brand } from '@/components/ui/brand'
import { Button } from '@/components/ui/button'
import type { Me } from '@/lib/contracts/console-api'

const NavDrawer = dynamic(() => import('./nav-drawer'), { ssr: false })

/** The navigation of a narrow screen. It closes when one has gone somewhere. */
export function MobileNav({ me }: { me: Me }) {
  const path = usePathname()
  const [openAt, setOpenAt] = useState<string | null>(null)
  const open = openAt === path
  return (
    <>
      <Button variant="ghost" size="icon" aria-label="Open navigation" aria-expanded={open} className="-ml-2 lg:hidden" onClick={() => setOpenAt(path)}>
        <MenuIcon aria-hidden />
      </Button>
      <span className="lg:hidden">
        <Brand />
      </span>
      {open && <NavDrawer me={me} onClose={() => setOpenAt(null)} />}
    </>
  )
}
