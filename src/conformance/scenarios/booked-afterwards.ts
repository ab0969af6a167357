import { isJsonObject, objectsOf } from '../../fhir/json-object.ts'
import type { ScenarioSource } from '../scenario.ts'
import { book, bookingOf, givenBooking } from '../steps/booking.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { givenFreeSlot } from '../steps/search.ts'

/** What holds once something is booked. */
export const bookedAfterwards: ScenarioSource[] = [
  {
    id: 'slot-taken',
    title: 'a slot that is taken is refused with 409 DUPLICATE_REJECTED',
    requirements: ['APT-05'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const { slots } = await givenBooking(judge)
      // When
      const answer = await book(judge, bookingOf(judge, { slots, patientId: await givenPatientId(judge) }))
      // Then
      expectRefusal(judge, answer, { refusal: [409, 'DUPLICATE_REJECTED'], requirement: 'APT-05', rule: 'A slot is booked at most once.' })
    },
  },
  {
    id: 'race',
    title: 'of ten bookings of one slot at once, one is made',
    requirements: ['APT-05'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      // Given
      const slot = await givenFreeSlot(judge)
      const body = bookingOf(judge, { slots: [slot], patientId: await givenPatientId(judge) })
      // When
      const answers = await Promise.all(Array.from({ length: 10 }, () => book(judge, body)))
      // Then
      const made = answers.filter(({ status }) => status === 201)
      judge.expect(answers[0], { requirement: 'APT-05', rule: 'One of them is booked.', expected: 1, got: made.length })
      for (const answer of answers) {
        if (answer.status !== 201)
          expectRefusal(judge, answer, {
            refusal: [409, 'DUPLICATE_REJECTED'],
            requirement: 'APT-05',
            rule: 'The others are told why not.',
          })
      }
    },
  },
  {
    id: 'listed',
    title: "what was booked is among the patient's appointments",
    requirements: ['APT-08', 'APT-05'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { id, slots } = await givenBooking(judge)
      const day = slots[0]?.start.slice(0, 10)
      const patientId = await givenPatientId(judge)
      const query = [['start', `ge${day}`] as const, ['start', `le${day}`] as const]
      const answer = await judge.send(judge.draft('retrieveAppointments', { id: patientId, query }))
      insistOnStatus(judge, answer, { status: 200, requirement: 'APT-08', rule: "A patient's appointments can be retrieved." })
      const ids = objectsOf(answer.resource?.entry).map((entry) => (isJsonObject(entry.resource) ? entry.resource.id : undefined))
      judge.expect(answer, { requirement: 'APT-08', rule: 'The appointment is listed.', expected: true, got: ids.includes(id) })
    },
  },
  {
    id: 'read-back',
    title: 'what was booked is read back as it was answered',
    requirements: ['APT-07', 'GEN-07', 'APT-05'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      const { id, appointment } = await givenBooking(judge)
      const answer = await judge.send(judge.draft('readAppointment', { id }))
      insistOnStatus(judge, answer, { status: 200, requirement: 'APT-07', rule: 'A booked appointment can be read.' })
      judge.expect(answer, {
        requirement: 'APT-07',
        rule: 'It is as it was when it was booked.',
        expected: appointment,
        got: answer.resource,
      })
    },
  },
]
