'use client'
import { Activity } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { addressWith } from '@/components/ui/address'
import { Banner } from '@/components/ui/banner'
import { buttonStyle } from '@/components/ui/button-style'
import { useCluster } from '@/lib/queries/cluster'
import { isActive, type Stage } from '@/lib/migration/stage'
import { LazyProgressDialog } from './lazy-progress-dialog'
import type { MigrationActions } from './migration-actions'
import { STAGE_WORDS } from './stage-words'

const TONES: Partial<Record<Stage, 'bad' | 'ok'>> = { failed: 'bad', completed: 'ok' }

type Props = { clusterId: string; actions: MigrationActions }

/** View Progress at the top of a cluster that takes part in a migration. The dialog is open while the address says `progress=1`. */
export function ProgressLauncher({ clusterId, actions }: Props) {
  const params = useSearchParams()
  const path = usePathname()
  const router = useRouter()
  const { data } = useCluster(clusterId)
  const migration = data?.cluster.migration
  if (!data || !migration) return null
  const open = params.get('progress') !== null
  const close = () => router.replace(addressWith(path, params, { progress: null }), { scroll: false })
  const running = isActive(migration.stage)
  return (
    <>
      <Banner
        tone={TONES[migration.stage] ?? 'info'}
        className="mb-5 items-center"
        actions={
          <Link href={addressWith(path, params, { progress: '1' })} scroll={false} className={buttonStyle({ size: 'sm', variant: running ? 'primary' : 'secondary' })}>
            <Activity aria-hidden />
            View Progress
          </Link>
        }
      >
        <span className="font-medium">{STAGE_WORDS[migration.stage]}.</span>{' '}
        {migration.role === 'source' ? 'This cluster is the source of a zero downtime migration.' : 'This cluster is the target of a zero downtime migration.'}
      </Banner>
      {open && <LazyProgressDialog migrationId={migration.id} actions={actions} onClose={close} />}
    </>
  )
}
