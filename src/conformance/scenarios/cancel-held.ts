import type { ScenarioSource } from '../scenario.ts'
import { expectUnchanged } from '../steps/amending.ts'
import { cancelled } from '../steps/booking.ts'
import { cancel } from '../steps/cancelling.ts'
import { givenHeldAppointment, type HeldNeed } from '../steps/held-appointments.ts'
import { expectRefusal } from '../steps/refusals.ts'

const HELD: readonly (readonly [id: string, need: HeldNeed, title: string, requirement: string])[] = [
  ['past', 'past-appointment', 'the appointment was earlier today', 'APT-09'],
  ['visit', 'visit-appointment', 'the appointment is a visit', 'APT-12'],
]

/** What has begun is history, and visits are the practice's own: both are shown (APT-08), and not changed. */
export const cancelHeld: ScenarioSource[] = HELD.map(([id, need, title, requirement]) => ({
  id: `refused-${id}`,
  title: `refused with 422 INVALID_RESOURCE: ${title}`,
  requirements: [requirement, 'APT-10'],
  needs: [need],
  run: async (judge) => {
    // Given
    const held = await givenHeldAppointment(judge, need)
    // When
    const answer = await cancel(judge, held, cancelled(held.appointment))
    // Then
    const rule = `It is not cancelled: ${title}.`
    expectRefusal(judge, answer, { refusal: [422, 'INVALID_RESOURCE'], requirement, rule })
    if (need !== 'past-appointment') await expectUnchanged(judge, held)
  },
}))
