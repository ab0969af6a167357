import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Chain } from '../../audit/entry.ts'
import { SpineError } from '../../nhs/spine-errors.ts'
import type { ProviderDeps } from '../deps.ts'
import { splitTarget } from '../request.ts'
import { describeCall } from './describe-call.ts'
import { findPractice } from './find-practice.ts'
import { outcomeText } from './send-outcome.ts'

/** Of what was done or found, and is not said where it could not be audited. */
const HEADERS_OF_SUCCESS = ['etag', 'location', 'content-location', 'last-modified', 'www-authenticate']

/**
 * AUD-01: writes the audit entry before the answer leaves, and returns the answer. What cannot be audited is not answered as if it had
 * been: the consumer gets a 500, and reads back what has become of a write.
 */
export async function auditAnswer(deps: ProviderDeps, request: FastifyRequest, reply: FastifyReply, answer: unknown): Promise<unknown> {
  try {
    await deps.audit.append(await chainOf(deps, request), describeCall(request, reply, request.receivedAt ?? deps.now()))
    return answer
  } catch (cause) {
    for (const name of HEADERS_OF_SUCCESS) reply.removeHeader(name)
    const error = new Error('The call could not be audited', { cause })
    return outcomeText(error, { reply, requestId: request.id, log: deps.log })
  }
}

async function chainOf(deps: ProviderDeps, request: FastifyRequest): Promise<Chain> {
  if (request.practice) return request.practice.organisation.odsCode
  try {
    // Refused before anybody looked: it may name one of ours all the same.
    return (await findPractice(deps, splitTarget(request.raw.url ?? '').path)).organisation.odsCode
  } catch (error) {
    if (error instanceof SpineError) return '-'
    throw error
  }
}
