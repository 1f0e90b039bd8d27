'use client'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { errorText } from '@/components/ui/error-state'
import { fetchFile } from '@/lib/queries/fetch-json'
import { reportPath } from '@/lib/queries/verification-report'

/** Got before it is saved, so that a failure is told here and no page of JSON comes up instead. */
export function DownloadReport({ migrationId, refusal }: { migrationId: string; refusal: string | null }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function download() {
    setBusy(true)
    setProblem(null)
    try {
      save(await fetchFile(reportPath(migrationId)), `verification-${migrationId}.json`)
    } catch (error) {
      setProblem(errorText(error).message)
    }
    setBusy(false)
  }

  return (
    <>
      <Button size="sm" variant="ghost" busy={busy} disabledReason={refusal} onClick={() => void download()}>
        {!busy && <Download aria-hidden />}
        Download report
      </Button>
      {problem && (
        <p role="alert" className="basis-full text-xs text-bad">
          {problem}
        </p>
      )}
    </>
  )
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
