'use client'
import { useTheme } from 'next-themes'
import { useSyncExternalStore } from 'react'
import { Card, CardHeader } from '@/components/ui/card'
import { RadioCards } from '@/components/ui/radio-cards'

const OPTIONS = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'As the system' },
]
const never = () => () => undefined

export function AppearanceCard() {
  const { theme, setTheme } = useTheme()
  // The server does not know what this browser has kept.
  const known = useSyncExternalStore(never, () => true, () => false)
  return (
    <Card>
      <CardHeader title="Appearance" hint="Kept in this browser." />
      <div className="px-5 py-4">
        <RadioCards label="Appearance" quietLabel columns={3} options={OPTIONS} value={known ? (theme ?? 'system') : ''} onChange={setTheme} />
      </div>
    </Card>
  )
}
