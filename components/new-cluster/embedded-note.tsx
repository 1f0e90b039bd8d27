import { Banner } from '@/components/ui/banner'

/** Says plainly where the cluster runs, whatever provider is chosen. */
export function EmbeddedNote({ reason }: { reason: string | null }) {
  if (reason !== null) {
    return (
      <Banner tone="bad" title="No cluster can be created here just now" live>
        {reason}
      </Banner>
    )
  }
  return (
    <Banner title="This cluster runs on this machine">
      It is an embedded Milvus Lite beside the console. Provider, region and CU are kept with it as labels; nothing is created in that
      cloud and nothing is billed.
    </Banner>
  )
}
