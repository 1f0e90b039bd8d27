import type { NextConfig } from 'next'
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants'
import { STANDING_HEADERS } from './lib/http/security-headers.ts'

const ZOD_MINI = './lib/generated/zod-mini.mjs'

export default async function nextConfig(phase: string): Promise<NextConfig> {
  if (phase === PHASE_PRODUCTION_BUILD || phase === PHASE_DEVELOPMENT_SERVER)
    (await import('./scripts/zod-mini.mjs')).makeZodMini(ZOD_MINI)
  return {
    // They carry .proto files or reach for native parts: loaded by Node itself, not bundled.
    serverExternalPackages: ['@zilliz/milvus2-sdk-node', '@grpc/grpc-js', 'pg'],
    turbopack: { root: import.meta.dirname, resolveAlias: { 'zod/mini': { browser: ZOD_MINI } } },
    poweredByHeader: false,
    headers: async () => [{ source: '/:path*', headers: Object.entries(STANDING_HEADERS).map(([key, value]) => ({ key, value })) }],
  }
}
