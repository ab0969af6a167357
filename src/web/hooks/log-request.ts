import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../deps.ts'

/** An allow-list: the page's name and never its address, and nobody's name. */
export function logRequest({ log }: Pick<WebDeps, 'log'>, request: FastifyRequest, reply: FastifyReply): void {
  const { page = 'none of ours' } = request.routeOptions.config
  if (page === 'asset') return
  log.info(
    {
      requestId: request.id,
      page,
      method: request.method,
      status: reply.statusCode,
      ...(reply.refusal !== undefined && { refusal: reply.refusal }),
      organisation: request.session?.content.acting?.asker.organisation.odsCode,
      ms: Math.round(reply.elapsedTime),
    },
    'page',
  )
}
