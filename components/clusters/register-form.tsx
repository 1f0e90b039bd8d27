'use client'
import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/checkbox'
import { TextField } from '@/components/ui/text-field'
import { toast } from '@/components/ui/toast'
import { useRequestForm } from '@/components/ui/use-request-form'
import type { ActionResult, ProbeEndpointRequest, RegisterEndpointRequest } from '@/lib/contracts/console-requests'
import type { ProbeResult } from '@/lib/contracts/control-api'
import { keys } from '@/lib/queries/keys'
import { ProbeField } from './probe-field'

type Input = z.input<typeof RegisterEndpointRequest>
type Parsed = z.output<typeof RegisterEndpointRequest>
type Props = {
  projectId: string
  refusal: string | null
  registerEndpoint: (input: Input) => Promise<ActionResult<{ clusterId: string }>>
  probeEndpoint: (input: z.input<typeof ProbeEndpointRequest>) => Promise<ActionResult<ProbeResult>>
}

const schema = () => import('@/lib/contracts/console-requests').then((file) => file.RegisterEndpointRequest)
const ENDPOINT = ['address', 'token', 'tls'] as const

export function RegisterForm({ projectId, refusal, registerEndpoint, probeEndpoint }: Props) {
  const router = useRouter()
  const queries = useQueryClient()
  const [requestId] = useState(() => crypto.randomUUID())
  const initial: Input = { requestId, projectId, name: '', description: '', address: '', token: '', tls: false }
  const { props, values, problems, busy, text, change, accepts, refuse } = useRequestForm({ schema, initial, hidden: ['requestId', 'projectId'], send })
  const { address, token = '', tls = false } = values

  /** What the address says, or null where it cannot be used; the field then says why. */
  async function probe(): Promise<ProbeResult | null> {
    if (!(await accepts(ENDPOINT))) return null
    const result = await probeEndpoint({ projectId, address, token, tls })
    if (!result.ok) refuse(result.error)
    else if (result.data.problem !== null) refuse({ code: 'unreachable', field: 'address', message: result.data.problem })
    else return result.data
    return null
  }

  async function send(input: Parsed) {
    const result = await registerEndpoint(input)
    if (!result.ok) return result.error
    toast.success(`${input.name} is registered.`)
    router.push(`/projects/${projectId}/clusters/${result.data.clusterId}`)
    await queries.invalidateQueries({ queryKey: keys.clusters.root })
  }

  return (
    <form {...props} className="max-w-2xl space-y-4">
      <Banner title="Applications move to a new endpoint first">
        A registered Milvus gets an endpoint of its own here. Point your applications at it before a migration: only writes that come
        through it can be followed. Its own users and tokens stay as they are.
      </Banner>
      <Card className="space-y-5 p-5">
        <TextField label="Cluster Name" placeholder="cluster01" autoComplete="off" maxLength={64} hint="Letters, digits and hyphens; unique in its project." {...text('name')} />
        <TextField label="Cluster Description (optional)" autoComplete="off" maxLength={255} hint="At most 255 characters." {...text('description')} />
        <TextField label="Address" placeholder="milvus.example.com:19530" autoComplete="off" spellCheck={false} hint="host:port of the Milvus, as the data plane reaches it." {...text('address')} />
        <TextField label="Token" type="password" autoComplete="off" hint="user:password or an API key. Leave it empty where the server asks for none." {...text('token')} />
        <Checkbox checked={tls} onChange={(next) => change({ tls: next })}>Connect with TLS</Checkbox>
        <ProbeField asked={JSON.stringify([address, token, tls])} probe={probe} refusal={refusal} />
      </Card>
      {problems.root && (
        <Banner tone="bad" title="This Milvus could not be registered" live>
          {problems.root.message}
        </Banner>
      )}
      <div className="flex justify-end gap-2">
        <Link href={`/projects/${projectId}`} className={buttonStyle()}>
          Back
        </Link>
        <Button type="submit" variant="primary" busy={busy} disabledReason={refusal}>
          {busy ? 'Checking the connection' : 'Register'}
        </Button>
      </div>
    </form>
  )
}
