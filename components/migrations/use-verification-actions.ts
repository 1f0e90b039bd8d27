'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { keys } from '@/lib/queries/keys'
import type { MigrationActions } from './migration-actions'

export type VerificationWish = 'startVerification' | 'cancelVerification' | 'resyncDifferences'

/** Facts are this much younger than a press before they are believed although they show nothing of it. */
const SHOWN_WITHIN_MS = 10_000

type Pressed = { wish: VerificationWish; seen: string; factsAt: number }

/** The buttons of the verification: each stays busy until the facts show what it did. */
export function useVerificationActions(detail: MigrationDetail, actions: MigrationActions) {
  const queries = useQueryClient()
  const [pressed, setPressed] = useState<Pressed | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const seen = signature(detail)
  const factsAt = detail.factsAt ?? 0
  const waits = pressed !== null && pressed.seen === seen && factsAt < pressed.factsAt + SHOWN_WITHIN_MS

  async function press(wish: VerificationWish) {
    setPressed({ wish, seen, factsAt })
    setProblem(null)
    const result = await actions[wish]({ migrationId: detail.migration.id })
    await queries.invalidateQueries({ queryKey: keys.migrations.root })
    if (result.ok) return
    setPressed(null)
    setProblem(result.error.message)
  }

  return { press, problem, busy: waits ? pressed.wish : null }
}

/** Changes whenever a button of the verification has done something. */
function signature({ facts }: MigrationDetail): string {
  const last = facts?.verification ?? null
  return last === null ? 'none' : `${last.startedAt} ${last.state} ${last.resynced}`
}
