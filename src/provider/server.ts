import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { ProviderDeps } from './deps.ts'
import { admit } from './hooks/admit.ts'
import { answerUnreadable } from './hooks/answer-unreadable.ts'
import { answerUnrouted } from './hooks/answer-unrouted.ts'
import { answerWhatNodeWould, NODE_OPTIONS } from './hooks/answer-what-node-would.ts'
import { auditAnswer } from './hooks/audit-answer.ts'
import { createUnreadAudit } from './hooks/audit-unread.ts'
import { compressAnswer } from './hooks/compress-answer.ts'
import { findPractice, refuseUnrouted } from './hooks/find-practice.ts'
import { logInteraction } from './hooks/log-interaction.ts'
import { createOwedAnswers } from './hooks/owed-answers.ts'
import { sendOutcome } from './hooks/send-outcome.ts'
import { standingHeaders } from './hooks/standing-headers.ts'
import { readBodies } from './read-bodies.ts'
import { splitTarget } from './request.ts'
import { routes } from './routes/routes.ts'
import type { ProviderTls } from './tls/open-tls.ts'

/** Consumers may percent-encode the operation's `$` (fastify's router does not decode it). */
const rewriteUrl: NonNullable<FastifyServerOptions['rewriteUrl']> = ({ url = '' }) => url.replace('/%24gpc.', '/$gpc.')

/** The provider's FHIR API. Tests and main.ts build it the same way; who calls it listens and closes. */
export function buildProvider(
  deps: ProviderDeps & {
    tls?: ProviderTls | undefined
    /** Adds hooks, and sees an answer after every other hook has. */
    watch?: (app: FastifyInstance) => void
  },
): FastifyInstance {
  const { config, log, tls } = deps
  const unreadAudit = createUnreadAudit(deps)
  const owedAnswers = createOwedAnswers()
  const unreadable = answerUnreadable(unreadAudit, owedAnswers)
  const app = Fastify({
    logger: false,
    bodyLimit: config.bodyLimitBytes,
    genReqId: deps.newId,
    // All that node reads of a request's head: an id of any length is an unknown one.
    routerOptions: { maxParamLength: 16_384 },
    exposeHeadRoutes: false,
    http: NODE_OPTIONS,
    rewriteUrl,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void answerUnrouted(deps, { error, request, reply }),
    clientErrorHandler: tls ? tls.guardUnread(unreadable, unreadAudit) : unreadable,
    ...(tls && { serverFactory: tls.createServer(unreadAudit) }),
  })
  app.decorateRequest('practice', undefined)
  app.decorateRequest('caller', undefined)
  app.decorateRequest('receivedAt', undefined)
  app.decorateRequest('about', undefined)
  app.decorateRequest('format', undefined)
  app.decorateReply('spineCode', undefined)

  readBodies(app)
  app.addHook('onRequest', async (request, reply) => {
    request.receivedAt = deps.now()
    reply.headers(standingHeaders(request.raw.socket))
  })
  owedAnswers.watch(app.server)
  answerWhatNodeWould(app)
  app.addHook('onSend', async (request, reply, answer) => auditAnswer(deps, request, reply, answer))
  app.addHook('onSend', compressAnswer)
  // Not onResponse, which does not come where the consumer has gone.
  app.addHook('onSend', async (request, reply) => logInteraction(log, request, reply))
  deps.watch?.(app)
  app.setErrorHandler<Error>((error, request, reply) => sendOutcome(error, { reply, requestId: request.id, log }))
  app.setNotFoundHandler(async (request) => {
    const { path } = splitTarget(request.raw.url ?? '')
    await findPractice(deps, path)
    refuseUnrouted(path, config.routingSegment)
  })

  app.register(
    async (practice) => {
      practice.addHook('onRequest', async (request, reply) => admit(deps, request, reply))
      for (const route of routes(deps)) practice.route(route)
    },
    { prefix: `/:odsCode/STU3/1/${config.routingSegment}` },
  )
  return app
}
