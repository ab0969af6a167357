import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import { sendPage } from '../../../views/views.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import type { ChangeTold } from '../change-told.ts'
import { type AppointmentInHand, appointmentInHand, lookNamed } from '../held.ts'
import { sendChange } from '../send-change.ts'
import { outcomePage } from './outcome-page.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }
type Told = { found: AppointmentInHand; told: ChangeTold }

/** What became of a change, for certain or not; and the same change once more, which cannot be made twice. */
export function outcome(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/patient/:encounter/appointments/:appointment/outcome',
      config: { page: 'what became of a change' },
      handler: (request, reply) => withTold(deps, { request, reply }, async (of) => show(deps, { request, reply }, of)),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/appointments/:appointment/outcome',
      config: { page: 'find out what became of a change' },
      handler: (request, reply) =>
        withTold(deps, { request, reply }, async ({ found, told }) => {
          const { inHand, mark, held } = found
          const { wanted } = told
          // In another tab it has been found out.
          if (isOpen(told)) await sendChange(deps, request, { inHand, mark, held, wanted, look: lookNamed(held, told.lookId) })
          return reply.redirect(`${deps.config.root}/patient/${inHand.encounter.id}/appointments/${mark}/outcome`, 303)
        }),
    },
  ]
}

/** Where asking for the same again may come to something. */
const isOpen = ({ outcome: { kind } }: ChangeTold) => kind === 'cannot-tell-yet' || kind === 'unavailable'

async function withTold(deps: WebDeps, { request, reply }: Of, go: (told: Told) => Promise<FastifyReply>): Promise<FastifyReply> {
  const found = await appointmentInHand(deps, request, reply)
  if (!found) return reply
  const { told } = found.held
  if (!told) throw new WebRefusal('not-found')
  return go({ found, told })
}

function show(deps: WebDeps, of: Of, { found, told }: Told): FastifyReply {
  const { inHand, mark, held } = found
  return sendPage(deps, of, {
    section: 'find-patient',
    patient: toPatientShown(inHand.traced.demographics),
    ...{ id: inHand.encounter.id, mark },
    practiceName: held.practiceName,
    ...outcomePage(held, told),
  })
}
