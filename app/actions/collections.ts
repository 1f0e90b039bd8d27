'use server'
import type { z } from 'zod'
import * as loads from '@/lib/collections/change-loads.ts'
import { compareCollection as compare } from '@/lib/collections/compare-collection.ts'
import { readLoadStates as states } from '@/lib/collections/load-states.ts'
import * as query from '@/lib/collections/query-collection.ts'
import * as requests from '@/lib/contracts/collection-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'

export async function loadCollections(input: z.input<typeof requests.LoadsRequest>) {
  return runAction({ name: 'loadCollections', schema: requests.LoadsRequest, input, act: loads.loadCollections })
}

export async function releaseCollections(input: z.input<typeof requests.LoadsRequest>) {
  return runAction({ name: 'releaseCollections', schema: requests.LoadsRequest, input, act: loads.releaseCollections })
}

export async function readLoadStates(input: z.input<typeof requests.LoadsRequest>) {
  return runAction({ name: 'readLoadStates', schema: requests.LoadsRequest, input, act: states })
}

export async function queryCollection(input: z.input<typeof requests.QueryRequest>) {
  return runAction({ name: 'queryCollection', schema: requests.QueryRequest, input, act: query.queryCollection })
}

export async function searchCollection(input: z.input<typeof requests.SearchRequest>) {
  return runAction({ name: 'searchCollection', schema: requests.SearchRequest, input, act: query.searchCollection })
}

export async function readEntity(input: z.input<typeof requests.EntityRequest>) {
  return runAction({ name: 'readEntity', schema: requests.EntityRequest, input, act: query.readEntity })
}

export async function compareCollection(input: z.input<typeof requests.QueryRequest>) {
  return runAction({ name: 'compareCollection', schema: requests.QueryRequest, input, act: compare })
}
