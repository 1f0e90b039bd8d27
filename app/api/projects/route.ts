import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readProjects } from '@/lib/read/projects.ts'

export const GET = signedInGet(({ user }) => readProjects(user))
