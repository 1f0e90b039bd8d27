import { SearchX } from 'lucide-react'
import Link from 'next/link'
import { buttonStyle } from '@/components/ui/button-style'
import { EmptyState } from '@/components/ui/empty-state'

export function NothingHere() {
  return (
    <EmptyState heading="h1" icon={<SearchX />} title="There is nothing here" actions={<Link href="/" className={buttonStyle()}>Go to the projects</Link>}>
      The address is wrong, or what was here has been deleted, or your role may not see it.
    </EmptyState>
  )
}
