import type { FastifyRequest } from 'fastify'
import type { Caller } from '../audit/caller.ts'
import type { CallDetails } from '../audit/entry.ts'
import type { Organisation } from '../directory/model.ts'
import { parseQuery, type QueryParameter } from '../fhir/query.ts'
import { SpineError } from '../nhs/spine-errors.ts'

/** The practice whose root was addressed, and that root: `{baseUrl}/{ODS code}/STU3/1/{segment}`. */
export type Practice = { organisation: Organisation; serviceRoot: string }

declare module 'fastify' {
  interface FastifyRequest {
    practice: Practice | undefined
    caller: Caller | undefined
    receivedAt: Date | undefined
    /** What the call turns out to be about, for the audit trail (AUD-01). */
    about: Pick<CallDetails, 'patient' | 'nhsNumber' | 'record'> | undefined
  }
  interface FastifyReply {
    /** The Spine code of a refusal, for the log. */
    spineCode: string | undefined
  }
  interface FastifyContextConfig {
    /** The rows of INTERACTIONS that this route answers: which one is asked for, Ssp-InteractionID says (INT-01). */
    interactions?: readonly { id: string; scope: string; alwaysAnswered?: boolean }[]
  }
}

/** Set by a hook before any route runs. */
export function practiceOf(request: FastifyRequest): Practice {
  if (!request.practice) throw new Error('A route ran before its practice was found.')
  return request.practice
}

/** Set by a hook before any route runs. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('A route ran before its caller was read.')
  return request.caller
}

/** AUD-01: noted as soon as it is known, so that a refusal has it too. */
export function noteAbout(request: FastifyRequest, about: NonNullable<FastifyRequest['about']>): void {
  request.about = { ...request.about, ...about }
}

/** Path and query apart, neither decoded. */
export function splitTarget(url: string): { path: string; query: string } {
  const [path = '', ...rest] = url.split('?')
  return { path, query: rest.join('?') }
}

/** The search parameters, in order, decoded but for a raw `+` (SLOT-04). */
export function queryOf(request: FastifyRequest): QueryParameter[] {
  const query = parseQuery(splitTarget(request.raw.url ?? '').query)
  if (query.some(({ malformed }) => malformed)) throw new SpineError('BAD_REQUEST', 'The query string is not well percent-encoded.')
  return query
}

/** The `:id` of the route's path; what could be no id of ours (GEN-16) is the empty id, which nothing has (INT-02). */
export function idOf(request: FastifyRequest): string {
  const { id = '' } = request.params as { id?: string }
  return /^[A-Za-z0-9\-.]{1,64}$/.test(id) ? id : ''
}
