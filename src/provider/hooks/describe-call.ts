import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuditEntry } from '../../audit/entry.ts'
import { claimedCaller } from './claimed-caller.ts'
import { bearerToken } from './read-bearer-claims.ts'
import { recordable } from './recordable.ts'

/** What the audit trail says of a call that is about to be answered (AUD-01). No body, and of the token only who asks. */
export function describeCall(request: FastifyRequest, reply: FastifyReply, receivedAt: Date): AuditEntry {
  const { raw, caller, about, headers } = request
  return {
    at: receivedAt.toISOString(),
    requestId: request.id,
    admitted: caller !== undefined,
    status: reply.statusCode,
    ...(reply.spineCode !== undefined && { code: reply.spineCode }),
    ...recordable({
      target: `${raw.method} ${raw.url}`,
      remoteAddress: raw.socket.remoteAddress,
      toAsid: headers['ssp-to'],
      ...about,
      ...(caller ?? whatWasClaimed(headers)),
    }),
  }
}

/** Of a call that was refused before its headers and token held. */
function whatWasClaimed(headers: IncomingHttpHeaders) {
  const token = bearerToken(headers.authorization)
  return {
    interactionId: headers['ssp-interactionid'],
    traceId: headers['ssp-traceid'],
    fromAsid: headers['ssp-from'],
    ...(token !== undefined && claimedCaller(token)),
  }
}
