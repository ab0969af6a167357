import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../../deps.ts'
import { actingIn } from '../../request.ts'
import { sendPage } from '../../views/views.ts'

type EditorsDeps = { config: Pick<WebDeps['config'], 'federationEditors'> }

export function mayEdit({ config }: EditorsDeps, request: FastifyRequest): boolean {
  const { jobRoleCode, activityCodes } = actingIn(request).role
  return [jobRoleCode, ...activityCodes].some((code) => code !== undefined && config.federationEditors.includes(code))
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** For whoever has the right alone; everybody else is told so, and nothing is done. */
export function forEditors(deps: WebDeps, handler: Handler): Handler {
  return async (request, reply) => {
    if (mayEdit(deps, request)) return handler(request, reply)
    reply.refusal = 'not-allowed'
    return sendPage(
      deps,
      { request, reply },
      {
        template: 'views/refusal.njk',
        status: 403,
        section: 'federations',
        title: 'You cannot change lists of practices',
        paragraphs: [
          'Nothing was changed. You can search every list of your organisation. Who may change them depends on the role that you act in: ask whoever runs this service.',
        ],
        next: { text: 'Lists of practices', href: '/federations' },
      },
    )
  }
}
