import type { RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import { localPath } from '../../../hooks/let-in.ts'
import { setSignInCookie } from '../../../session/cookies.ts'
import { sendPage } from '../../../views/views.ts'
import { refusalPage } from '../refusals.ts'

type Asked = { next?: unknown; late?: unknown; from?: unknown }

/** The page somebody sees who is not signed in, and the way from it to CIS2. */
export function beginSignIn(deps: WebDeps): RouteOptions[] {
  const { config, cis2, sealing } = deps
  return [
    {
      method: 'GET',
      url: '/sign-in',
      config: { page: 'sign in', open: 'to-anybody' },
      handler: async (request, reply) => {
        const { next, late } = request.query as Asked
        return sendPage(deps, { request, reply }, { ...PAGE, title: 'Sign in', next: localPath(next), late: late === 'yes' })
      },
    },
    {
      method: 'GET',
      url: '/timed-out',
      config: { page: 'timed out', open: 'to-anybody', silent: true },
      handler: async (request, reply) => {
        const from = localPath((request.query as Asked).from)
        // The script knows addresses as the browser has them, with what stands before all of them.
        const next = from?.startsWith(`${config.root}/`) ? localPath(from.slice(config.root.length)) : undefined
        return sendPage(
          deps,
          { request, reply },
          { ...PAGE, title: 'You were signed out', next, timedOut: true, sessionHours: config.sessionHours },
        )
      },
    },
    {
      method: 'GET',
      url: '/sign-in/start',
      config: { page: 'start signing in', open: 'to-anybody' },
      handler: async (request, reply) => {
        const started = await cis2.startSignIn()
        if (started.kind !== 'ready') return refusalPage(deps, { request, reply }, started)
        const next = localPath((request.query as Asked).next)
        setSignInCookie(config, { reply, sealing }, { kept: started.keep, next })
        return reply.redirect(started.url, 303)
      },
    },
  ]
}

const PAGE = { template: 'journeys/sign-in/begin/page.njk' }
