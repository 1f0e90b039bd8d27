import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/options.ts'
import { visitorOf } from '@/lib/http/client-address.ts'

type Context = { params: Promise<{ nextauth: string[] }> }

function handler(request: Request, context: Context): Promise<Response> {
  return NextAuth(authOptions(visitorOf(request.headers)))(request, context)
}

export { handler as GET, handler as POST }
