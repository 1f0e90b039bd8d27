'use server'
import type { z } from 'zod'
import * as collections from '@/lib/clusters/collections.ts'
import { CollectionRequest } from '@/lib/contracts/console-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'

type Input = z.input<typeof CollectionRequest>

export async function loadCollection(input: Input) {
  return runAction({ name: 'loadCollection', schema: CollectionRequest, input, act: collections.loadCollection })
}

export async function releaseCollection(input: Input) {
  return runAction({ name: 'releaseCollection', schema: CollectionRequest, input, act: collections.releaseCollection })
}
