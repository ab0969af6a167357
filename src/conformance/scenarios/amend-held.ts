import type { ScenarioSource } from '../scenario.ts'
import { AMENDED, amend, expectUnchanged } from '../steps/amending.ts'
import { appointmentIn, givenBooking } from '../steps/booking.ts'
import { asOrganisation, atPractice } from '../steps/callers.ts'
import { givenHeldAppointment } from '../steps/held-appointments.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { givenFreeSlot } from '../steps/search.ts'
import { participantInstead } from './amend-changes.ts'

const INVALID = [422, 'INVALID_RESOURCE'] as const

/** What was in the practice's book before, and what is in another practice's. */
export const amendHeld: ScenarioSource[] = [
  {
    id: 'refused-past',
    title: 'refused with 422 INVALID_RESOURCE: the appointment was earlier today',
    requirements: ['APT-09'],
    needs: ['past-appointment'],
    run: async (judge) => {
      const held = await givenHeldAppointment(judge, 'past-appointment')
      const answer = await amend(judge, held, { ...held.appointment, description: 'Another description' })
      const rule = 'An appointment that has begun or is past is neither amended nor cancelled.'
      expectRefusal(judge, answer, { refusal: INVALID, requirement: 'APT-09', rule })
    },
  },
  {
    id: 'refused-visit',
    title: 'refused with 422 INVALID_RESOURCE: the appointment is a visit, as it is shown or as if it were at the surgery',
    requirements: ['APT-12', 'APT-09'],
    needs: ['visit-appointment', 'free-slots'],
    run: async (judge) => {
      // Given
      const held = await givenHeldAppointment(judge, 'visit-appointment')
      const { location } = await givenFreeSlot(judge)
      const shown = { ...held.appointment, description: 'Another description' }
      const atTheSurgery = participantInstead('Location', (one) => [{ ...one, actor: { reference: location } }])(shown)
      for (const body of [shown, atTheSurgery]) {
        // When
        const answer = await amend(judge, held, body)
        // Then
        expectRefusal(judge, answer, { refusal: INVALID, requirement: 'APT-12', rule: 'Visits are changed by the practice alone.' })
      }
      await expectUnchanged(judge, held)
    },
  },
  {
    id: 'of-the-practice',
    title: 'what the practice booked itself is amended like any other, and amended back',
    requirements: ['APT-13', 'APT-09'],
    needs: ['practice-booked'],
    run: async (judge) => {
      // Given
      const held = await givenHeldAppointment(judge, 'practice-booked')
      // When
      const answer = await amend(judge, held, { ...held.appointment, description: 'Amended to judge conformance' })
      // Then
      insistOnStatus(judge, answer, { ...AMENDED, requirement: 'APT-13', rule: 'However it was booked, it can be amended.' })
      const { description } = answer.resource ?? {}
      const expected = 'Amended to judge conformance'
      judge.expect(answer, { requirement: 'APT-09', rule: 'It has the new description.', expected, got: description })
      const back = await amend(judge, appointmentIn(answer), { ...answer.resource, description: held.appointment.description })
      judge.expect(back, { requirement: 'APT-13', rule: 'It is as it was again.', expected: 200, got: back.status })
    },
  },
  {
    id: 'by-another-organisation',
    title: 'another organisation than the one that booked it amends it',
    requirements: ['APT-13', 'APT-09'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { id, version, appointment } = await givenBooking(judge)
      const draft = judge.draft('amendAppointment', { id, version, body: { ...appointment, description: 'Another description' } })
      const answer = await judge.send(asOrganisation(draft, 'X99997'))
      const rule = 'Whoever may talk to the practice may amend what others have booked.'
      insistOnStatus(judge, answer, { status: 200, requirement: 'APT-13', rule })
      const [before, after] = [appointment, answer.resource ?? {}].map(({ contained }) => contained)
      judge.expect(answer, { requirement: 'APT-13', rule: 'It stays the booking of who booked it.', expected: before, got: after })
    },
  },
  {
    id: 'refused-at-another-practice',
    title: 'refused with 404 NO_RECORD_FOUND: the id of an appointment of this practice, at another',
    requirements: ['GEN-19', 'APT-09'],
    needs: ['patient', 'free-slots', 'other-practice'],
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const { serviceRoot, asid } = judge.data('other-practice')
      const { id, version } = booked
      const body = { ...booked.appointment, description: 'Another description' }
      const draft = judge.draft('amendAppointment', { id, version, body })
      const answer = await judge.send(atPractice(draft, { serviceRoot, asid }))
      const rule = "Another practice's id is an unknown id."
      expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'GEN-19', rule })
      await expectUnchanged(judge, booked)
    },
  },
]
