import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import type { ScenarioSource } from '../scenario.ts'
import { cancelled, givenBooking, withMembers } from '../steps/booking.ts'
import { expectStillBooked } from '../steps/cancelling.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { EXTENSION } from '../vocabulary.ts'
import { withAnyResource } from '../wire/draft.ts'
import { CHANGED } from './amend-changes.ts'
import { wrongVersions } from './if-match.ts'
import { malformedBodies } from './malformed-bodies.ts'

const INVALID: Refusal = [422, 'INVALID_RESOURCE']
const REASON = 'Patient has got better'
const NEEDS = ['patient', 'free-slots'] as const

type Row = { id: string; title: string; refusal?: Refusal; requirement?: string; alter: (appointment: JsonObject) => JsonObject }

const instead = (members: Record<string, unknown>) => (appointment: JsonObject) => withMembers(cancelled(appointment), members)
const reasoned = (appointment: JsonObject, extension: Record<string, unknown> | undefined) => ({
  ...appointment,
  status: 'cancelled',
  extension: [...objectsOf(appointment.extension), ...(extension ? [extension] : [])],
})

const ROWS: Row[] = [
  { id: 'without-reason', title: 'without a cancellation reason', alter: (appointment) => reasoned(appointment, undefined) },
  {
    id: 'reason-under-another-url',
    title: 'with a reason under another URL',
    alter: (appointment) => reasoned(appointment, { url: 'https://example.org/Extension/reason', valueString: REASON }),
  },
  {
    id: 'empty-reason',
    title: 'with an empty reason',
    refusal: [422, 'INVALID_PARAMETER'],
    alter: (appointment) => reasoned(appointment, { url: EXTENSION.cancellationReason, valueString: '' }),
  },
  { id: 'still-booked', title: 'with the status booked', alter: instead({ status: 'booked' }) },
  { id: 'unknown-status', title: 'with a status that nobody knows', alter: instead({ status: 'gone' }) },
  { id: 'noshow', title: 'with the status noshow', alter: instead({ status: 'noshow' }) },
  { id: 'other-description', title: 'with another description', alter: instead({ description: 'Something else' }) },
  { id: 'other-comment', title: 'with another comment', alter: instead({ comment: 'Something else' }) },
  { id: 'no-comment', title: 'without the comment that was there', alter: instead({ comment: undefined }) },
  // What an amendment may not change either; the status is judged above.
  ...CHANGED.filter(({ id }) => !id.startsWith('status')).map(
    ({ alter, ...row }): Row => ({ ...row, id: `changed-${row.id}`, alter: (appointment) => alter(cancelled(appointment)) }),
  ),
  { id: 'with-reason-element', title: 'with the prohibited element reason', alter: instead({ reason: [{ text: 'Better' }] }) },
  { id: 'with-specialty', title: 'with the prohibited element specialty', alter: instead({ specialty: [{ text: 'GP' }] }) },
  { id: 'unknown-element', title: 'with an element that STU3 does not know', requirement: 'GEN-20', alter: instead({ colour: 'blue' }) },
  { id: 'wrong-type', title: 'with another resource type', requirement: 'ERR-03', alter: instead({ resourceType: 'Slot' }) },
]

const refused: ScenarioSource[] = ROWS.map(({ id, title, refusal = INVALID, requirement = 'APT-10', alter }) => ({
  id: `refused-${id}`,
  title: `refused with ${refusal.join(' ')}: ${title}`,
  requirements: [...new Set([requirement, 'APT-10', 'ERR-01'])],
  needs: NEEDS,
  slots: 1,
  run: async (judge) => {
    // Given
    const booked = await givenBooking(judge)
    // When
    const { id, version, appointment } = booked
    const answer = await judge.send(withAnyResource(judge.draft('cancelAppointment', { id, version }), alter(appointment), judge.format))
    // Then
    expectRefusal(judge, answer, { refusal, requirement, rule: `A cancellation is refused: ${title}.` })
    await expectStillBooked(judge, booked)
  },
}))

const versions = wrongVersions((judge, { id, appointment }) => judge.draft('cancelAppointment', { id, body: cancelled(appointment) }))

const malformed = malformedBodies('Appointment', {
  ...{ requirements: ['APT-10'], needs: NEEDS, slots: 1 },
  given: async (judge) => {
    const { id, version } = await givenBooking(judge)
    return judge.draft('cancelAppointment', { id, version })
  },
})

export const cancelRefusals: ScenarioSource[] = [...refused, ...versions, ...malformed]
