import type { RouteOptions } from 'fastify'
import * as z from 'zod'
import { chooseRole } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import { localPath } from '../../../hooks/let-in.ts'
import { setSessionCookie, takeSignInCookie } from '../../../session/cookies.ts'
import { findOrInsertUser } from '../../../session/store/users.ts'
import { actAs } from '../act-as.ts'
import { refusalPage } from '../refusals.ts'

/** What `startSignIn` gave us to keep. */
const cookieSchema = z.object({
  kept: z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), maxAge: z.number().exactOptional() }),
  next: z.string().exactOptional(),
})

/** From CIS2, with a code; and what CIS2 posts when somebody has been signed out there. */
export function comeBack(deps: WebDeps): RouteOptions[] {
  const { config, cis2, sealing, sessions, encounters, log, db, now, newId } = deps
  return [
    {
      method: 'GET',
      url: '/sign-in/callback',
      config: { page: 'come back from signing in', open: 'to-anybody' },
      handler: async (request, reply) => {
        const cookie = cookieSchema.safeParse(takeSignInCookie(config, { request, reply, sealing }))
        const { kept, next } = cookie.success ? cookie.data : {}
        const outcome = await cis2.finishSignIn({ callbackUrl: request.url, kept })
        if (outcome.kind !== 'signed-in') {
          log.warn({ requestId: request.id, refusal: outcome.kind === 'refused' ? outcome : outcome.reason }, 'sign-in refused')
          return refusalPage(deps, { request, reply }, outcome)
        }

        // Of whoever was signed in in this browser: its cookie is about to be replaced.
        if (request.session) await sessions.end(request.session)
        const userId = await findOrInsertUser(db, { id: newId(), sdsUserId: outcome.person.uid, now: now() })
        const { token, session } = await sessions.begin(userId, outcome)
        setSessionCookie(config, reply, token)
        request.session = session
        const choice = chooseRole(outcome)
        const onwards = localPath(next)
        if (choice.kind !== 'role')
          return reply.redirect(`${config.root}/choose-role${onwards ? `?next=${encodeURIComponent(onwards)}` : ''}`, 303)
        return actAs(deps, { request, reply }, { session, role: choice.role, next: onwards })
      },
    },
    {
      method: 'POST',
      url: '/sign-in/back-channel',
      config: { page: 'signed out by CIS2', open: 'to-anybody', notFromForm: true },
      handler: async (request, reply) => {
        const token: unknown = (request.body as { logout_token?: unknown } | undefined)?.logout_token
        const outcome = await cis2.checkBackChannelLogout(typeof token === 'string' ? token : '', async (named) => {
          const users = await sessions.endFromCis2(named)
          for (const userId of users) await encounters.endAllOf(userId)
          log.info({ requestId: request.id, sessions: users.length }, 'signed out by CIS2')
        })
        if (outcome.kind === 'end') return reply.code(200).send()
        reply.refusal = outcome.kind === 'refused' ? outcome.fault : outcome.reason
        return reply.code(outcome.kind === 'refused' ? 400 : 503).send({ error: 'invalid_request' })
      },
    },
  ]
}
