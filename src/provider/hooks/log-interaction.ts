import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { redactNhsNumbers } from '../../nhs/redact-nhs-numbers.ts'

const LONGEST_TRACE_ID = 100

/** One line per interaction, by allow-list: the route's pattern and never the URL, no header or body, no name or NHS number. */
export function logInteraction(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  log.info({
    requestId: request.id,
    interactionId: request.caller?.interactionId ?? request.routeOptions.config.interactions?.[0]?.id,
    practice: request.practice?.organisation.odsCode,
    traceId: loggable(request.caller?.traceId),
    fromAsid: request.caller?.fromAsid,
    status: reply.statusCode,
    spineCode: reply.spineCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
  })
}

/** A UUID, if the consumer keeps to the rules; but anything may be sent as one. */
function loggable(traceId: string | undefined): string | undefined {
  return traceId && redactNhsNumbers(traceId.slice(0, LONGEST_TRACE_ID))
}
