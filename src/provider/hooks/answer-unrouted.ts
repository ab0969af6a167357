import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { ProviderDeps } from '../deps.ts'
import { auditAnswer } from './audit-answer.ts'
import { logInteraction } from './log-interaction.ts'
import { outcomeText } from './send-outcome.ts'

/** What fastify refuses before it looks for a route: no hook runs for these, so what the hooks do is done here. */
export async function answerUnrouted(
  deps: ProviderDeps,
  of: { error: FastifyError; request: FastifyRequest; reply: FastifyReply },
): Promise<void> {
  const { error, request, reply } = of
  const answer = outcomeText(error, { reply, requestId: request.id, log: deps.log })
  reply.send(await auditAnswer(deps, request, reply, answer))
  logInteraction(deps.log, request, reply)
}
