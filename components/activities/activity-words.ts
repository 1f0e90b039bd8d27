import type { Tone } from '@/components/ui/badge'
import type { ActivityLevel } from '@/lib/contracts/organization-api'

export const LEVEL_WORDS: Record<ActivityLevel, { label: string; tone: Tone }> = {
  info: { label: 'Info', tone: 'info' },
  warning: { label: 'Warning', tone: 'warn' },
  error: { label: 'Error', tone: 'bad' },
}
