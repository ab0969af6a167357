import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'

/** One line per interaction, by allow-list: the route's pattern and never the URL, no header or body, no name or NHS number. */
export function logInteraction(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  log.info({
    requestId: request.id,
    interactionId: request.caller?.interactionId ?? request.routeOptions.config.interactions?.[0]?.id,
    practice: request.practice?.organisation.odsCode,
    traceId: request.caller?.traceId,
    fromAsid: request.caller?.fromAsid,
    status: reply.statusCode,
    spineCode: reply.spineCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
  })
}
