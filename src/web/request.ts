import type { FastifyRequest } from 'fastify'
import type { Asker, NhsNumber, Role } from '../consumer/index.ts'
import type { Session } from './session/sessions.ts'
import { WebRefusal } from './web-refusal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | undefined
    receivedAt: Date | undefined
    /** Whom it is about, for the audit trail. */
    patientConcerned: NhsNumber | undefined
    nonce: string | undefined
  }
  interface FastifyReply {
    /** Why a request was refused, for the audit trail. */
    refusal: string | undefined
  }
  interface FastifyContextConfig {
    /** What it is called in log and audit trail. */
    page?: string
    /** Who may ask: anybody, whoever has signed in, or (without it) only who has signed in and has a role. */
    open?: 'to-anybody' | 'to-signed-in'
    /** Not a sign of life: asked for by a script. */
    silent?: boolean
    /** CIS2's own post, which no form of ours sends. */
    notFromForm?: boolean
  }
}

export type Acting = { session: Session; role: Role; asker: Asker; owner: { userId: string; roleProfileId: string } }

/** Who is asking, in a role: hooks have seen to it that there is somebody. */
export function actingIn(request: FastifyRequest): Acting {
  const { session } = request
  const acting = session?.content.acting
  if (!session || !acting) throw new WebRefusal('not-signed-in')
  return { session, ...acting, owner: { userId: session.userId, roleProfileId: acting.role.roleId } }
}

export function signedInFor(request: FastifyRequest): Session {
  if (!request.session) throw new WebRefusal('not-signed-in')
  return request.session
}

/** The path alone: what stands after the question mark is nobody's business, and a page of ours never needs it. */
export function pathOf(request: FastifyRequest): string {
  return request.url.replace(/[?#].*$/s, '')
}

/** A field of a form as text, blanks at its ends taken off: empty where it was not sent, or not once. */
export function fieldOf(request: FastifyRequest, name: string): string {
  const body: unknown = request.body
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return typeof value === 'string' ? value.trim() : ''
}
