import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../deps.ts'
import { pathOf } from '../request.ts'

/**
 * One entry for each request, refused or not, in the chain of the user's organisation: durable before anything is answered. What nobody who
 * is signed in asks beyond their rate is in the log alone: anybody could fill a trail from which nothing can be removed.
 */
export async function auditRequest(
  { audit, now }: Pick<WebDeps, 'audit' | 'now'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { page } = request.routeOptions.config
  if (page === 'asset') return
  const { session, patientConcerned } = request
  if (!session && reply.refusal === 'too-many-requests') return
  const acting = session?.content.acting
  const organisation = acting?.asker.organisation
  await audit.append(organisation?.odsCode ?? '-', {
    at: (request.receivedAt ?? now()).toISOString(),
    requestId: request.id,
    admitted: reply.refusal === undefined,
    status: reply.statusCode,
    ...(reply.refusal !== undefined && { code: reply.refusal }),
    // Of an address that is none of ours only that: who knows what somebody typed.
    target: page === undefined ? request.method : `${request.method} ${pathOf(request)}`,
    ...(page !== undefined && { interactionId: page }),
    remoteAddress: request.ip,
    ...(session && {
      user: {
        id: session.userId,
        name: session.content.person.name,
        sdsUserId: session.content.person.uid,
        ...(acting && { sdsRoleProfileId: acting.role.roleId }),
      },
    }),
    ...(organisation && { organisation: { odsCode: organisation.odsCode, name: organisation.name } }),
    ...(patientConcerned !== undefined && { nhsNumber: patientConcerned }),
  })
}
