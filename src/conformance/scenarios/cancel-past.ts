import { objectsOf } from '../../fhir/json-object.ts'
import type { ScenarioSource } from '../scenario.ts'
import { cancelled, versionOf } from '../steps/booking.ts'
import { cancel } from '../steps/cancelling.ts'
import { today } from '../steps/days.ts'
import { patientIdOf } from '../steps/patients.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { resourcesOfType } from '../steps/search.ts'

/** What has begun is history: it is shown (APT-08) and changed no more. */
export const cancelPast: ScenarioSource = {
  id: 'refused-past',
  title: 'refused with 422 INVALID_RESOURCE: the appointment was earlier today',
  requirements: ['APT-09', 'APT-10'],
  needs: ['past-appointment'],
  run: async (judge) => {
    // Given
    const id = await patientIdOf(judge, judge.data('past-appointment'))
    const query = ['ge', 'le'].map((prefix) => ['start', `${prefix}${today(judge)}`] as const)
    const listed = await judge.send(judge.draft('retrieveAppointments', { id, query }))
    const past = resourcesOfType(listed, 'Appointment').filter(
      ({ start, status, participant }) =>
        Date.parse(String(start)) < judge.now().getTime() && status === 'booked' && objectsOf(participant).length > 0,
    )
    judge.insist(listed, {
      requirement: 'APT-08',
      rule: 'The appointment of earlier today that the target promises is retrieved.',
      expected: true,
      got: past.length > 0,
    })
    const [appointment] = past
    if (!appointment) return
    // When
    const answer = await cancel(judge, { id: String(appointment.id), version: versionOf(appointment) }, cancelled(appointment))
    // Then
    expectRefusal(judge, answer, {
      refusal: [422, 'INVALID_RESOURCE'],
      requirement: 'APT-09',
      rule: 'An appointment that has begun or is past is neither amended nor cancelled.',
    })
  },
}
