import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance } from 'fastify'
import { serveAsset } from './assets/serve-asset.ts'
import type { WebDeps } from './deps.ts'
import { auditRequest } from './hooks/audit-request.ts'
import { checkFormToken } from './hooks/check-form-token.ts'
import { identify, letIn } from './hooks/let-in.ts'
import { logRequest } from './hooks/log-request.ts'
import { setSecurityHeaders } from './hooks/security-headers.ts'
import { showRefusal } from './hooks/show-refusal.ts'
import { pages } from './journeys/pages.ts'
import { readUpload } from './read-upload.ts'
import { WebRefusal } from './web-refusal.ts'

/** A page with all its fields filled in to their limits is far smaller. */
const BODY_LIMIT_BYTES = 65_536
/** Of one user, or of one address where nobody is signed in: far more than anybody types, far less than a script asks. */
const REQUESTS_A_MINUTE = 300

/** The booking app. Tests and main.ts build it the same way; who calls it listens and closes. `watch` sees each answer after every other hook has. */
export function createWebApp(deps: WebDeps, watch: (app: FastifyInstance) => void): FastifyInstance {
  const app = Fastify({
    logger: false,
    genReqId: deps.newId,
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true },
    trustProxy: deps.config.trustedProxies.length > 0 ? [...deps.config.trustedProxies] : false,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // An address that cannot be decoded, or is too long: it is none of ours, and no route's hooks run.
    frameworkErrors: (_error, request, reply) => {
      setSecurityHeaders(deps, request, reply)
      return showRefusal(deps, { error: new WebRefusal('not-found'), request, reply })
    },
  })
  decorate(app)
  app.register(cookie)
  app.register(formbody, { bodyLimit: BODY_LIMIT_BYTES })
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, readUpload)
  limitRates(app)
  guard(deps, app)
  record(deps, app)
  watch(app)
  answerRefusals(deps, app)
  app.register(
    async (root) => {
      root.route(serveAsset(deps))
      for (const page of pages(deps)) root.route(page)
    },
    { prefix: deps.config.root },
  )
  return app
}

function decorate(app: FastifyInstance): void {
  for (const name of ['session', 'receivedAt', 'patientConcerned', 'nonce'] as const) app.decorateRequest(name, undefined)
  app.decorateReply('refusal', undefined)
}

function limitRates(app: FastifyInstance): void {
  app.register(rateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: '1 minute',
    // Once it is known who asks, for the staff of a whole site may come from one address; and before anything else is answered.
    hook: 'onRequest',
    keyGenerator: (request) => request.session?.tokenHash ?? request.ip,
    allowList: (request) => request.routeOptions.config.page === 'asset',
    errorResponseBuilder: () => new WebRefusal('too-many-requests'),
  })
}

function guard(deps: WebDeps, app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    request.receivedAt = deps.now()
    setSecurityHeaders(deps, request, reply)
    await identify(deps, request)
  })
  // Before a body is read: of somebody who is not let in nothing is.
  // Before any other hook can refuse it: each refusal is an entry of the audit trail, from which nothing can be removed.
  void app.after(() => {
    const limitUnknown = app.rateLimit()
    app.addHook('onRequest', async (request, reply) => (request.is404 ? Reflect.apply(limitUnknown, app, [request, reply]) : undefined))
  })
  app.addHook('preParsing', async (request, reply) => letIn(deps, request, reply))
  app.addHook('preHandler', async (request) => checkFormToken(request))
}

function record(deps: WebDeps, app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    try {
      await auditRequest(deps, request, reply)
    } catch (error) {
      // The page that says so, and nothing else, goes out all the same.
      if (reply.refusal !== 'failed') throw error
      deps.log.error({ requestId: request.id, err: error }, 'not in the audit trail')
    }
  })
  app.addHook('onResponse', async (request, reply) => logRequest(deps, request, reply))
}

function answerRefusals(deps: WebDeps, app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => showRefusal(deps, { error, request, reply }))
  void app.after(() =>
    app.setNotFoundHandler((request, reply) => showRefusal(deps, { error: new WebRefusal('not-found'), request, reply })),
  )
}
