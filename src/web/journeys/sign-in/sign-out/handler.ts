import type { RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import { signedInFor } from '../../../request.ts'
import { clearSessionCookie } from '../../../session/cookies.ts'
import { sendPage } from '../../../views/views.ts'

/** Here at once, and what was being worked on is forgotten; then at CIS2, which tells every other application. */
export function signOut(deps: WebDeps): RouteOptions[] {
  const { config, cis2, sessions, encounters } = deps
  return [
    {
      method: 'POST',
      url: '/sign-out',
      config: { page: 'sign out', open: 'to-signed-in' },
      handler: async (request, reply) => {
        const session = signedInFor(request)
        await sessions.end(session)
        await encounters.endAllOf(session.userId)
        clearSessionCookie(config, reply)
        const onwards = await cis2.signOutUrl({ idToken: session.content.idToken })
        return reply.redirect(onwards.kind === 'ready' ? onwards.url : `${config.root}/signed-out?here=only`, 303)
      },
    },
    {
      method: 'GET',
      url: '/signed-out',
      config: { page: 'signed out', open: 'to-anybody' },
      handler: async (request, reply) => {
        const hereOnly = (request.query as { here?: unknown }).here === 'only'
        return sendPage(deps, { request, reply }, { template: 'journeys/sign-in/sign-out/page.njk', title: 'You are signed out', hereOnly })
      },
    },
  ]
}
