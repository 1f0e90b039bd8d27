import { notFound } from 'next/navigation'
import { requireUser } from '@/lib/auth/session'
import { AppError } from '@/lib/errors/app-error'
import { projectAccess } from '@/lib/permissions/access'

/** The project in the address and what the reader may do there; the not-found page where it may not be seen. */
export async function requireProject(params: Promise<{ projectId: string }>) {
  const { projectId } = await params
  const user = await requireUser()
  try {
    return { user, projectId, ...(await projectAccess(user, projectId)) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'request.not_found') notFound()
    throw error
  }
}
