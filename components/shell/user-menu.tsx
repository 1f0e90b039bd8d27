'use client'
import { LogOut, Monitor, Moon, Sun, UserCog } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { authPost } from '@/components/ui/auth-post'
import { Menu, MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu'
import { ORGANIZATION_ROLE_NAMES } from '@/lib/contracts/role-names'
import type { Me } from '@/lib/contracts/console-api'

const THEMES = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'As the system', icon: Monitor },
]

export function UserMenu({ me }: { me: Me }) {
  const { theme, setTheme } = useTheme()
  const router = useRouter()
  return (
    <Menu
      className="w-60"
      label="Account"
      trigger={
        <button aria-label={`Account of ${me.user.name}`} className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent">
          {initials(me.user.name)}
        </button>
      }
    >
      <div className="px-2.5 py-2">
        <p className="truncate text-sm font-medium">{me.user.name}</p>
        <p className="truncate text-xs text-soft">{me.user.email}</p>
        <p className="mt-1 text-xs text-faint">{ORGANIZATION_ROLE_NAMES[me.organization.role]}</p>
      </div>
      <MenuLine />
      <MenuItem onSelect={() => router.push('/account')}>
        <UserCog aria-hidden />
        Account
      </MenuItem>
      <MenuLine />
      <MenuLabel>Appearance</MenuLabel>
      {THEMES.map(({ value, label, icon: Icon }) => (
        <MenuItem key={value} onSelect={() => setTheme(value)}>
          <Icon aria-hidden />
          <span className="flex-1">{label}</span>
          {theme === value && <span className="text-xs text-faint">on</span>}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  )
}

async function signOut() {
  await authPost('signout', {})
  window.location.replace('/sign-in')
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return `${words[0]?.[0] ?? '?'}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase()
}
