import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { chooseRole, type Role } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import { localPath } from '../../../hooks/let-in.ts'
import { fieldOf, signedInFor } from '../../../request.ts'
import type { Session } from '../../../session/sessions.ts'
import { sendPage } from '../../../views/views.ts'
import { actAs } from '../act-as.ts'

/** Of several roles the one whose organisation books; and for those who have none, why they cannot go on. */
export function chooseRolePage(deps: WebDeps): RouteOptions[] {
  const show = (of: { request: FastifyRequest; reply: FastifyReply }, next: string | undefined, error?: string) => {
    const session = signedInFor(of.request)
    const roles = session.content.roles.map((role) => shown(deps, session, role))
    return sendPage(deps, of, {
      template: 'journeys/sign-in/choose-role/page.njk',
      title: roles.length === 0 ? 'You have no role to book in' : 'Choose your role',
      ...(error !== undefined && { status: 400, errors: [{ text: error, href: '#role' }], error }),
      roles: roles.filter(({ isServed }) => isServed),
      others: roles.filter(({ isServed }) => !isServed),
      next,
    })
  }

  return [
    {
      method: 'GET',
      url: '/choose-role',
      config: { page: 'choose a role', open: 'to-signed-in' },
      handler: async (request, reply) => show({ request, reply }, localPath((request.query as { next?: unknown }).next)),
    },
    {
      method: 'POST',
      url: '/choose-role',
      config: { page: 'choose a role', open: 'to-signed-in' },
      handler: async (request, reply) => {
        const session = signedInFor(request)
        const next = localPath(fieldOf(request, 'next'))
        const roleId = fieldOf(request, 'role')
        const choice = chooseRole({ roles: session.content.roles }, roleId)
        if (choice.kind !== 'role') return show({ request, reply }, next, 'Choose the role that you book in')
        return actAs(deps, { request, reply }, { session, role: choice.role, next })
      },
    },
  ]
}

function shown({ organisations }: WebDeps, { content }: Session, role: Role) {
  const ours = organisations.find(({ odsCode }) => odsCode === role.odsCode)
  const name = content.organisations.find(({ odsCode }) => odsCode === role.odsCode)?.name ?? ours?.name
  return {
    id: role.roleId,
    jobRole: role.jobRole ?? 'Role without a name',
    organisation: name === undefined ? role.odsCode : `${name} (${role.odsCode})`,
    isServed: ours !== undefined,
    isCurrent: content.acting?.role.roleId === role.roleId,
  }
}
