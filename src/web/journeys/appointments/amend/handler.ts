import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { LONGEST_COMMENT, LONGEST_DESCRIPTION } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import { fieldOf } from '../../../request.ts'
import { sendPage } from '../../../views/views.ts'
import { type BookingFault, readBooking, type TypedBooking } from '../../book/read-booking.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { longWhen } from '../../offer-words.ts'
import { type AppointmentInHand, appointmentInHand, type Look, lookNamed } from '../held.ts'
import { sendChange } from '../send-change.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }
const URL = '/patient/:encounter/appointments/:appointment/amend'

/** Description and comment, and nothing else (APT-09). */
export function amend(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: URL,
      config: { page: 'change an appointment' },
      handler: async (request, reply) => {
        const found = await appointmentInHand(deps, request, reply)
        if (!found) return reply
        const { description = '', comment = '' } = found.latest.appointment
        return show(deps, { request, reply }, { found, look: found.latest, texts: { description, comment }, faults: [] })
      },
    },
    {
      method: 'POST',
      url: URL,
      config: { page: 'change an appointment' },
      handler: async (request, reply) => {
        const found = await appointmentInHand(deps, request, reply)
        if (!found) return reply
        const { inHand, mark, held } = found
        const look = lookNamed(held, fieldOf(request, 'look'))
        const { texts, faults } = readBooking(request, { look: { differences: [] } })
        if (faults.length > 0) return show(deps, { request, reply }, { found, look, texts, faults })
        await sendChange(deps, request, { inHand, mark, held, look, wanted: { kind: 'amend', texts } })
        return reply.redirect(`${deps.config.root}/patient/${inHand.encounter.id}/appointments/${mark}/outcome`, 303)
      },
    },
  ]
}

type Shown = { found: AppointmentInHand; look: Look; texts: TypedBooking['texts']; faults: readonly BookingFault[] }

function show(deps: WebDeps, of: Of, { found, look, texts, faults }: Shown): FastifyReply {
  const { inHand, mark, held } = found
  const { id } = inHand.encounter
  return sendPage(deps, of, {
    template: 'journeys/appointments/amend/page.njk',
    ...(faults.length > 0 && { status: 400, errors: faults }),
    title: 'Change description or comment',
    section: 'find-patient',
    patient: toPatientShown(inHand.traced.demographics),
    back: `/patient/${id}/appointments/${mark}`,
    ...{ id, mark, texts },
    look: look.id,
    when: longWhen(look.appointment),
    practiceName: held.practiceName,
    faults: Object.fromEntries(faults.map(({ field, text }) => [field, text])),
    longest: { description: LONGEST_DESCRIPTION, comment: LONGEST_COMMENT },
  })
}
