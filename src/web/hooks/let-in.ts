import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../deps.ts'
import { pathOf } from '../request.ts'
import { readSessionCookie } from '../session/cookies.ts'

/** Who is asking; whoever has to sign in or choose a role first is sent there, and back afterwards: then the reply is given, and nothing else runs. */
export async function letIn(
  deps: Pick<WebDeps, 'config' | 'sessions'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const { open, silent = false, notFromForm, page } = request.routeOptions.config
  if (page === 'asset' || notFromForm) return undefined
  const token = readSessionCookie(deps.config, request)
  request.session = token === undefined ? undefined : await deps.sessions.find(token, { touch: !silent })
  if (open === 'to-anybody') return undefined

  const { root } = deps.config
  const next = encodeURIComponent(pathOf(request).slice(root.length))
  if (!request.session) {
    reply.refusal = 'not-signed-in'
    // A form that was sent too late changed nothing: its page is where to go on.
    return reply.redirect(`${root}/sign-in?next=${next}${request.method === 'POST' ? '&late=yes' : ''}`, 303)
  }
  if (!request.session.content.acting && open === undefined) {
    reply.refusal = 'no-role-chosen'
    return reply.redirect(`${root}/choose-role?next=${next}`, 303)
  }
  return undefined
}

/** A way back within the app, and nowhere else. */
export function localPath(text: unknown): string | undefined {
  return typeof text === 'string' && /^\/(?!\/)[A-Za-z0-9/_-]{0,200}$/.test(text) ? text : undefined
}
