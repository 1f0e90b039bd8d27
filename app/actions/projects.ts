'use server'
import type { z } from 'zod'
import { CreateProjectRequest } from '@/lib/contracts/console-requests.ts'
import * as requests from '@/lib/contracts/organization-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'
import * as projects from '@/lib/projects/change-projects.ts'

export async function createProject(input: z.input<typeof CreateProjectRequest>) {
  return runAction({ name: 'createProject', schema: CreateProjectRequest, input, act: projects.createProject })
}

export async function renameProject(input: z.input<typeof requests.RenameProjectRequest>) {
  return runAction({ name: 'renameProject', schema: requests.RenameProjectRequest, input, act: projects.renameProject })
}

export async function deleteProject(input: z.input<typeof requests.DeleteProjectRequest>) {
  return runAction({ name: 'deleteProject', schema: requests.DeleteProjectRequest, input, act: projects.deleteProject })
}
