import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { openPractice } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import { actingIn } from '../../../request.ts'
import { toProblem } from '../../../views/to-problem.ts'
import { sendPage } from '../../../views/views.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { shortWhen } from '../../offer-words.ts'
import { changeEncounter } from '../../patient-in-hand.ts'
import { factsOfAppointment, fixedBecause } from '../appointment-words.ts'
import { type AppointmentInHand, appointmentInHand, lookAt, withSeen } from '../held.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }

/** One appointment as the practice holds it now, and what can be done with it. */
export function one(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/patient/:encounter/appointments/:appointment',
      config: { page: 'one appointment' },
      handler: async (request, reply) => {
        const found = await appointmentInHand(deps, request, reply)
        return found ? show(deps, { request, reply }, found) : reply
      },
    },
  ]
}

/** Read again, for what is decided upon is to be what there is. Where the practice does not answer, what it said last is shown, and no more. */
async function show(deps: WebDeps, of: Of, { inHand, mark, held, latest }: AppointmentInHand): Promise<FastifyReply> {
  const { asker } = actingIn(of.request)
  const { practice, id } = latest.appointment
  const encounterId = inHand.encounter.id
  const read = await openPractice(deps.spineOf(asker.organisation.odsCode), { practice, ...asker }).readAppointment(id)
  if (read.kind === 'read') {
    const seen = { encounterId, practiceName: held.practiceName, seen: [read.appointment] }
    await changeEncounter(deps, of.request, { id: encounterId, change: (content) => withSeen(content, seen) })
  }
  const appointment = read.kind === 'read' ? read.appointment : latest.appointment
  return sendPage(deps, of, {
    template: 'journeys/appointments/one/page.njk',
    title: appointment.status === 'cancelled' ? 'Cancelled appointment' : 'Appointment',
    section: 'find-patient',
    patient: toPatientShown(inHand.traced.demographics),
    back: `/patient/${encounterId}/appointments`,
    ...{ id: encounterId, mark },
    when: shortWhen(appointment),
    facts: factsOfAppointment(appointment, held.practiceName),
    look: lookAt(appointment).id,
    fixed: fixedBecause(appointment, deps.now()),
    problem: read.kind === 'read' ? undefined : toProblem(read),
  })
}
