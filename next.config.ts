import type { NextConfig } from 'next'

const config: NextConfig = {
  // They carry .proto files or reach for native parts: loaded by Node itself, not bundled.
  serverExternalPackages: ['@zilliz/milvus2-sdk-node', '@grpc/grpc-js', 'pg'],
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
}
export default config
