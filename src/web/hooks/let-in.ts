import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../deps.ts'
import { pathOf } from '../request.ts'
import { readSessionCookie } from '../session/cookies.ts'

/** Who is asking, and a sign of life of theirs. */
export async function identify(deps: Pick<WebDeps, 'config' | 'sessions'>, request: FastifyRequest): Promise<void> {
  const { silent = false, notFromForm, page } = request.routeOptions.config
  const token = page === 'asset' || notFromForm ? undefined : readSessionCookie(deps.config, request)
  request.session = token === undefined ? undefined : await deps.sessions.find(token, { touch: !silent })
}

/** Whoever has to sign in or choose a role first is sent there, and back afterwards: then the reply is given, and nothing else runs. */
export async function letIn(
  { config: { root } }: Pick<WebDeps, 'config'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const { open } = request.routeOptions.config
  // That an address is none of ours is said to anybody.
  if (open === 'to-anybody' || request.is404) return undefined

  const next = encodeURIComponent(pageFor(request, root))
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

/** The page to come back to: of a form that is sent elsewhere, the nearest above that can be looked at. */
function pageFor(request: FastifyRequest, root: string): string {
  const levels = pathOf(request).slice(root.length).split('/')
  const pattern = (request.routeOptions.url ?? '').slice(root.length).split('/')
  const isPage = (depth: number) => request.server.hasRoute({ method: 'GET', url: `${root}${pattern.slice(0, depth).join('/')}` })
  let depth = pattern.length
  while (depth > 1 && !isPage(depth)) depth -= 1
  return depth > 1 ? levels.slice(0, depth).join('/') : '/'
}

/** A way back within the app, and nowhere else. */
export function localPath(text: unknown): string | undefined {
  return typeof text === 'string' && /^\/(?!\/)[A-Za-z0-9/_-]{0,200}$/.test(text) ? text : undefined
}
