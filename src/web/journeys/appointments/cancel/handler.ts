import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import { fieldOf } from '../../../request.ts'
import { sendPage } from '../../../views/views.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { factsOfAppointment } from '../appointment-words.ts'
import { type AppointmentInHand, appointmentInHand, type Look, lookNamed } from '../held.ts'
import { sendChange } from '../send-change.ts'
import { LONGEST_REASON, readReason, type TypedReason } from './read-reason.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }
const URL = '/patient/:encounter/appointments/:appointment/cancel'

/** With a reason, and only after everything that is cancelled has been shown once more (APT-10). */
export function cancel(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: URL,
      config: { page: 'cancel an appointment' },
      handler: async (request, reply) => {
        const found = await appointmentInHand(deps, request, reply)
        return found ? show(deps, { request, reply }, { found, look: found.latest, typed: { reason: '', fault: undefined } }) : reply
      },
    },
    {
      method: 'POST',
      url: URL,
      config: { page: 'cancel an appointment' },
      handler: async (request, reply) => {
        const found = await appointmentInHand(deps, request, reply)
        if (!found) return reply
        const { inHand, mark, held } = found
        const look = lookNamed(held, fieldOf(request, 'look'))
        const typed = readReason(request)
        if (typed.fault) return show(deps, { request, reply }, { found, look, typed })
        await sendChange(deps, request, { inHand, mark, held, look, wanted: { kind: 'cancel', reason: typed.reason } })
        return reply.redirect(`${deps.config.root}/patient/${inHand.encounter.id}/appointments/${mark}/outcome`, 303)
      },
    },
  ]
}

function show(deps: WebDeps, of: Of, { found, look, typed }: { found: AppointmentInHand; look: Look; typed: TypedReason }): FastifyReply {
  const { inHand, mark, held } = found
  const { id } = inHand.encounter
  const { reason, fault } = typed
  return sendPage(deps, of, {
    template: 'journeys/appointments/cancel/page.njk',
    ...(fault && { status: 400, errors: [fault], fault: fault.text }),
    title: 'Cancel this appointment?',
    section: 'find-patient',
    patient: toPatientShown(inHand.traced.demographics),
    back: `/patient/${id}/appointments/${mark}`,
    ...{ id, mark, reason },
    look: look.id,
    facts: factsOfAppointment(look.appointment, held.practiceName),
    longest: LONGEST_REASON,
  })
}
