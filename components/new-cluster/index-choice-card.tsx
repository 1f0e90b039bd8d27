'use client'
import { INDEX_WORDS } from '@/components/migrations/index-words'
import { Card } from '@/components/ui/card'
import { RadioCards } from '@/components/ui/radio-cards'
import { INDEX_CHOICES, type IndexChoice } from '@/lib/migration/index-choice'

/** Which indexes the target's collections get. */
export function IndexChoiceCard({ value, onChange }: { value: IndexChoice; onChange: (value: IndexChoice) => void }) {
  return (
    <Card className="p-5">
      <RadioCards
        label="Indexes on the target"
        columns={2}
        value={value}
        onChange={(next) => onChange(next as IndexChoice)}
        options={INDEX_CHOICES.map((choice) => ({ value: choice, ...INDEX_WORDS[choice] }))}
      />
    </Card>
  )
}
