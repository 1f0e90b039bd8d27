'use server'
import type { z } from 'zod'
import { AddMemberRequest, CreateProjectRequest } from '@/lib/contracts/console-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'
import * as projects from '@/lib/projects/change-projects.ts'

export async function createProject(input: z.input<typeof CreateProjectRequest>) {
  return runAction({ name: 'createProject', schema: CreateProjectRequest, input, act: projects.createProject })
}

export async function addMember(input: z.input<typeof AddMemberRequest>) {
  return runAction({ name: 'addMember', schema: AddMemberRequest, input, act: projects.addMember })
}
