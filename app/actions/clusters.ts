'use server'
import type { z } from 'zod'
import * as change from '@/lib/clusters/change-cluster.ts'
import * as create from '@/lib/clusters/create-cluster.ts'
import * as requests from '@/lib/contracts/console-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'

export async function createCluster(input: z.input<typeof requests.CreateClusterRequest>) {
  return runAction({ name: 'createCluster', schema: requests.CreateClusterRequest, input, act: create.createCluster })
}

export async function registerEndpoint(input: z.input<typeof requests.RegisterEndpointRequest>) {
  return runAction({ name: 'registerEndpoint', schema: requests.RegisterEndpointRequest, input, act: create.registerEndpoint })
}

export async function probeEndpoint(input: z.input<typeof requests.ProbeEndpointRequest>) {
  return runAction({ name: 'probeEndpoint', schema: requests.ProbeEndpointRequest, input, act: create.probeEndpoint })
}

export async function renameCluster(input: z.input<typeof requests.RenameClusterRequest>) {
  return runAction({ name: 'renameCluster', schema: requests.RenameClusterRequest, input, act: change.renameCluster })
}

export async function describeCluster(input: z.input<typeof requests.DescribeClusterRequest>) {
  return runAction({ name: 'describeCluster', schema: requests.DescribeClusterRequest, input, act: change.describeCluster })
}

export async function deleteCluster(input: z.input<typeof requests.DeleteClusterRequest>) {
  return runAction({ name: 'deleteCluster', schema: requests.DeleteClusterRequest, input, act: change.deleteCluster })
}

export async function revealToken(input: z.input<typeof requests.ClusterRequest>) {
  return runAction({
    name: 'revealToken',
    schema: requests.ClusterRequest,
    input,
    act: (user, { clusterId }) => change.revealToken(user, clusterId),
  })
}

export async function setAfterLife(input: z.input<typeof requests.AfterLifeChange>) {
  return runAction({ name: 'setAfterLife', schema: requests.AfterLifeChange, input, act: change.setAfterLife })
}
