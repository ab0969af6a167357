import { objectsOf } from '../../fhir/json-object.ts'
import { extensionsOf, referenceIn } from '../checks/check-by-type.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { cancelled, givenBooking } from '../steps/booking.ts'
import { asOrganisation, atPractice } from '../steps/callers.ts'
import { cancel } from '../steps/cancelling.ts'
import { givenHeldAppointment } from '../steps/held-appointments.ts'
import { patientIdOf } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { EXTENSION } from '../vocabulary.ts'
import { headerOf } from '../wire/answer.ts'

const NEEDS = ['patient', 'free-slots'] as const
const CAN_BE_READ = { status: 200, requirement: 'APT-07', rule: 'An appointment to come can be read under its id.' } as const
const MALFORMED = ['a_b', 'x'.repeat(65), 'a b', "1'"] as const

const sources: ScenarioSource[] = [
  {
    id: 'booked',
    title: 'what was booked reads as the booking was answered',
    requirements: ['APT-07', 'APT-06', 'GEN-07'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const { id, version, appointment } = await givenBooking(judge)
      // When
      const answer = await judge.send(judge.draft('readAppointment', { id }))
      // Then
      insistOnStatus(judge, answer, CAN_BE_READ)
      const rule = 'It is what the booking was answered with, under the same version.'
      judge.expect(answer, { requirement: 'APT-06', rule, expected: appointment, got: answer.resource })
      const again = await judge.send(judge.draft('readAppointment', { id }))
      const got = headerOf(again, 'etag')
      judge.expect(again, { requirement: 'GEN-07', rule: 'Reading makes no version.', expected: `W/"${version}"`, got })
    },
  },
  {
    id: 'on-behalf-of-another',
    title: 'read on behalf of an organisation that did not book it',
    requirements: ['APT-07', 'SLOT-12'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const { id, appointment } = await givenBooking(judge)
      // When
      const answer = await judge.send(asOrganisation(judge.draft('readAppointment', { id }), 'A99999'))
      // Then
      insistOnStatus(judge, answer, { ...CAN_BE_READ, rule: 'Whoever booked it, an appointment can be read.' })
      const rule = 'Nothing of it is kept from another organisation.'
      judge.expect(answer, { requirement: 'APT-07', rule, expected: appointment, got: answer.resource })
    },
  },
  {
    id: 'cancelled',
    title: 'a cancelled appointment is read, with its reason',
    requirements: ['APT-07'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const { id, version, appointment } = await givenBooking(judge)
      const gone = await cancel(judge, { id, version }, cancelled(appointment))
      insistOnStatus(judge, gone, { status: 200, requirement: 'APT-10', rule: 'A booked appointment can be cancelled.' })
      // When
      const answer = await judge.send(judge.draft('readAppointment', { id }))
      // Then
      insistOnStatus(judge, answer, { ...CAN_BE_READ, rule: 'A cancelled appointment can be read.' })
      const rule = 'It is what the cancellation was answered with.'
      judge.expect(answer, { requirement: 'APT-07', rule, expected: gone.resource, got: answer.resource })
    },
  },
  ...(['visit-appointment', 'practice-booked'] as const).map(
    (need): ScenarioSource => ({
      id: need,
      title: `read though no consumer booked it: ${need}`,
      requirements: ['APT-07', 'SLOT-12', ...(need === 'visit-appointment' ? ['APT-12'] : [])],
      needs: [need],
      inBothFormats: true,
      run: async (judge) => {
        // Given
        const { id, appointment } = await givenHeldAppointment(judge, need)
        // When
        const answer = await judge.send(judge.draft('readAppointment', { id }))
        // Then
        insistOnStatus(judge, answer, { ...CAN_BE_READ, requirement: 'SLOT-12', rule: 'Read sees the whole book.' })
        const rule = 'It is what is retrieved for its patient.'
        judge.expect(answer, { requirement: 'APT-07', rule, expected: appointment, got: answer.resource })
        if (need !== 'visit-appointment') return
        const { comment } = answer.resource ?? {}
        const isTold = typeof comment === 'string' && comment.trim() !== ''
        judge.expect(answer, { requirement: 'APT-12', rule: 'The comment of a visit tells its type.', expected: true, got: isTold })
        const channels = extensionsOf(appointment, EXTENSION.deliveryChannel).map(({ valueCode }) => valueCode)
        judge.expect(answer, { requirement: 'APT-12', rule: 'Its delivery channel is Visit.', expected: ['Visit'], got: channels })
        const references = objectsOf(appointment.participant).map(({ actor }) => referenceIn(actor))
        const at = references.find((reference) => reference.startsWith('Location/')) ?? ''
        const location = await judge.send(judge.draft('readLocation', { id: at.replace('Location/', '') }))
        judge.expect(location, { requirement: 'APT-12', rule: 'The location of a visit can be read.', expected: 200, got: location.status })
      },
    }),
  ),
  ...MALFORMED.map(
    (id, index): ScenarioSource => ({
      id: `refused-malformed-id-${index + 1}`,
      title: `refused with 404 NO_RECORD_FOUND: an id that could be nobody's (${['underscore', '65 characters', 'blank', 'quote'][index]})`,
      requirements: ['APT-07', 'GEN-16'],
      run: async (judge) => {
        // When
        const answer = await judge.send(judge.draft('readAppointment', { id }))
        // Then
        const rule = 'An id that no appointment can have is an unknown one.'
        expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'APT-07', rule })
      },
    }),
  ),
  {
    id: 'refused-patients-id',
    title: "refused with 404 NO_RECORD_FOUND: a patient's id",
    requirements: ['APT-07', 'GEN-16'],
    needs: ['patient'],
    run: async (judge) => {
      // Given
      const id = await patientIdOf(judge, judge.data('patient'))
      // When
      const answer = await judge.send(judge.draft('readAppointment', { id }))
      // Then
      const rule = 'An id of another type names no appointment.'
      expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'APT-07', rule })
    },
  },
  {
    id: 'refused-at-another-practice',
    title: 'refused with 404 NO_RECORD_FOUND: the id of an appointment of this practice, at another',
    requirements: ['GEN-19', 'APT-07'],
    needs: [...NEEDS, 'other-practice'],
    slots: 1,
    run: async (judge) => {
      // Given
      const { id } = await givenBooking(judge)
      // When
      const answer = await judge.send(atPractice(judge.draft('readAppointment', { id }), judge.data('other-practice')))
      // Then
      const rule = "Another practice's id is an unknown id."
      expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'GEN-19', rule })
    },
  },
]

/** APT-07: whoever booked it, whatever became of it. */
export const readAppointment: Scenario[] = scenariosOf('readAppointment', 'read-appointment', sources)
