import { Card, CardHeader } from '@/components/ui/card'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { PROVIDER_NAMES } from '@/lib/contracts/cluster-catalogue'
import type { OrganizationSettings } from '@/lib/contracts/organization-api'

const DRIVER_WORDS = { embedded: 'Embedded: Milvus Lite on this machine' } as const

export function RegionsCard({ providers }: { providers: OrganizationSettings['providers'] }) {
  return (
    <Card className="overflow-hidden">
      <CardHeader
        title="Cloud providers and regions"
        hint="Whatever provider and region is chosen, a new cluster runs on the machine of the data plane. Nothing is created at a cloud provider, and no option changes that."
      />
      <Table label="Cloud providers and regions">
        <thead>
          <tr>
            <Th>Region</Th>
            <Th>Provider</Th>
            <Th>Driver</Th>
          </tr>
        </thead>
        <tbody>
          {providers.flatMap(({ provider, regions }) =>
            regions.map(({ id, place, driver }) => (
              <Tr key={id}>
                <Td>
                  {place}
                  <p className="font-mono text-xs text-faint">{id}</p>
                </Td>
                <Td>{PROVIDER_NAMES[provider]}</Td>
                <Td className="text-soft">{DRIVER_WORDS[driver]}</Td>
              </Tr>
            )),
          )}
        </tbody>
      </Table>
    </Card>
  )
}
