import { addDays } from '../../nhs/local-time.ts'
import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { book, bookingOf, cancelled, givenBooking } from '../steps/booking.ts'
import { asOrganisation, atPractice } from '../steps/callers.ts'
import { cancel } from '../steps/cancelling.ts'
import { today } from '../steps/days.ts'
import { givenHeldAppointment } from '../steps/held-appointments.ts'
import { givenPatientId, patientIdOf } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { givenFreeSlots, resourcesOfType } from '../steps/search.ts'
import type { Answer } from '../wire/answer.ts'
import type { QueryPart } from '../wire/draft.ts'
import { wrongRanges } from './retrieve-ranges.ts'

const NEEDS = ['patient', 'free-slots'] as const
const CAN_BE_RETRIEVED = { status: 200, requirement: 'APT-08', rule: "A patient's appointments can be retrieved." } as const

const range = (from: string, to: string): QueryPart[] => [
  ['start', `ge${from}`],
  ['start', `le${to}`],
]

function retrieve(judge: Judge, { id, from, to }: { id: string; from?: string; to?: string }): Promise<Answer> {
  const day = today(judge)
  return judge.send(judge.draft('retrieveAppointments', { id, query: range(from ?? day, to ?? addDays(day, 365)) }))
}

const idsIn = (answer: Answer) => resourcesOfType(answer, 'Appointment').map(({ id }) => id)

const found: ScenarioSource[] = [
  {
    id: 'booked',
    title: 'what was booked is retrieved, as the booking was answered',
    requirements: ['APT-08', 'APT-06'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const { id, appointment } = await givenBooking(judge)
      // When
      const answer = await retrieve(judge, { id: await givenPatientId(judge) })
      // Then
      insistOnStatus(judge, answer, CAN_BE_RETRIEVED)
      const one = resourcesOfType(answer, 'Appointment').filter((other) => other.id === id)
      judge.expect(answer, { requirement: 'APT-08', rule: 'It is there, once, as it was answered.', expected: [appointment], got: one })
    },
  },
  {
    id: 'several',
    title: 'several bookings of one day are retrieved, each once',
    requirements: ['APT-08'],
    needs: NEEDS,
    slots: 3,
    run: async (judge) => {
      // Given
      const patientId = await givenPatientId(judge)
      const slots = await givenFreeSlots(judge, 'free-slots', (all) => (all.length >= 3 ? all.slice(0, 3) : undefined))
      const booked: unknown[] = []
      for (const slot of slots) {
        const answer = await book(judge, bookingOf(judge, { slots: [slot], patientId }))
        insistOnStatus(judge, answer, { status: 201, requirement: 'APT-01', rule: 'A free slot can be booked.' })
        booked.push(answer.resource?.id)
      }
      // When
      const answer = await retrieve(judge, { id: patientId })
      // Then
      insistOnStatus(judge, answer, CAN_BE_RETRIEVED)
      const got = idsIn(answer).filter((id) => booked.includes(id))
      judge.expect(answer, { requirement: 'APT-08', rule: 'All of them are there, each once.', expected: booked.sort(), got: got.sort() })
    },
  },
  {
    id: 'cancelled',
    title: 'a cancelled appointment is retrieved too',
    requirements: ['APT-08', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const { id, version, appointment } = await givenBooking(judge)
      const gone = await cancel(judge, { id, version }, cancelled(appointment))
      insistOnStatus(judge, gone, { status: 200, requirement: 'APT-10', rule: 'A booked appointment can be cancelled.' })
      // When
      const answer = await retrieve(judge, { id: await givenPatientId(judge) })
      // Then
      insistOnStatus(judge, answer, CAN_BE_RETRIEVED)
      const one = resourcesOfType(answer, 'Appointment').filter((other) => other.id === id)
      judge.expect(answer, { requirement: 'APT-08', rule: 'It is there, with its reason.', expected: [gone.resource], got: one })
    },
  },
  {
    id: 'that-day-alone',
    title: 'a range of one day holds what is on that day, and the days beside it do not',
    requirements: ['APT-08'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const { id, appointment } = await givenBooking(judge)
      const patientId = await givenPatientId(judge)
      const day = String(appointment.start).slice(0, 10)
      const isIn = async (from: string, to: string) => {
        const answer = await retrieve(judge, { id: patientId, from, to })
        insistOnStatus(judge, answer, CAN_BE_RETRIEVED)
        return { answer, got: idsIn(answer).includes(id) }
      }
      // When
      const on = await isIn(day, day)
      const after = await isIn(addDays(day, 1), addDays(day, 8))
      // Then
      judge.expect(on.answer, { requirement: 'APT-08', rule: 'Both ends of a range are included.', expected: true, got: on.got })
      judge.expect(after.answer, { requirement: 'APT-08', rule: 'What is before the range is not.', expected: false, got: after.got })
      if (day <= today(judge)) return
      const before = await isIn(today(judge), addDays(day, -1))
      judge.expect(before.answer, { requirement: 'APT-08', rule: 'What is after the range is not.', expected: false, got: before.got })
    },
  },
  {
    id: 'on-behalf-of-another',
    title: 'retrieved on behalf of an organisation that did not book it',
    requirements: ['APT-08', 'SLOT-12'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const { id } = await givenBooking(judge)
      // When
      const query = range(today(judge), addDays(today(judge), 365))
      const draft = judge.draft('retrieveAppointments', { id: await givenPatientId(judge), query })
      const answer = await judge.send(asOrganisation(draft, 'A99999'))
      // Then
      insistOnStatus(judge, answer, CAN_BE_RETRIEVED)
      const got = idsIn(answer).includes(id)
      judge.expect(answer, { requirement: 'SLOT-12', rule: 'Whoever booked it, it is retrieved.', expected: true, got })
    },
  },
  {
    id: 'not-of-another-patient',
    title: "another patient's appointments are not retrieved",
    requirements: ['APT-08'],
    needs: [...NEEDS, 'second-patient'],
    slots: 1,
    run: async (judge) => {
      // Given
      const { id } = await givenBooking(judge)
      // When
      const other = await givenPatientId(judge, 'second-patient')
      const answer = await retrieve(judge, { id: other })
      // Then
      insistOnStatus(judge, answer, CAN_BE_RETRIEVED)
      const rule = 'What is retrieved is of the patient who was asked for.'
      judge.expect(answer, { requirement: 'APT-08', rule, expected: false, got: idsIn(answer).includes(id) })
    },
  },
  ...(['visit-appointment', 'practice-booked', 'past-appointment'] as const).map(
    (need): ScenarioSource => ({
      id: need,
      title: `retrieved though nobody could book it: ${need}`,
      requirements: ['APT-08', 'SLOT-12', ...(need === 'visit-appointment' ? ['APT-12'] : [])],
      needs: [need],
      inBothFormats: true,
      run: async (judge) => {
        // When
        const { appointment } = await givenHeldAppointment(judge, need)
        // Then
        const patientId = await patientIdOf(judge, judge.data(need))
        const expected = `Patient/${patientId}`
        const text = JSON.stringify(appointment.participant)
        const rule = 'It names its patient, as any other.'
        judge.expect(undefined, { requirement: 'APT-08', rule, expected: true, got: text.includes(`"${expected}"`) })
      },
    }),
  ),
]

const empty: ScenarioSource[] = [
  {
    id: 'none',
    title: 'a range without appointments is an empty Bundle',
    requirements: ['APT-08', 'GEN-17'],
    needs: ['second-patient'],
    inBothFormats: true,
    run: async (judge) => {
      // When
      const id = await givenPatientId(judge, 'second-patient')
      const day = addDays(today(judge), 700)
      const answer = await retrieve(judge, { id, from: day, to: day })
      // Then
      insistOnStatus(judge, answer, CAN_BE_RETRIEVED)
      const got = [answer.resource?.type, answer.resource?.entry]
      judge.expect(answer, { requirement: 'GEN-17', rule: 'An empty result has no entry.', expected: ['searchset', undefined], got })
    },
  },
  ...(
    [
      ['today', 'today alone', 0, 0],
      ['far-end', 'to a day years ahead', 0, 3650],
      ['far-off', 'of days years ahead', 3650, 3651],
    ] as const
  ).map(
    ([id, title, from, to]): ScenarioSource => ({
      id,
      title: `retrieved: a range ${title}`,
      requirements: ['APT-08'],
      needs: ['patient'],
      run: async (judge) => {
        // When
        const patientId = await givenPatientId(judge)
        const [first, last] = [addDays(today(judge), from), addDays(today(judge), to)]
        const answer = await retrieve(judge, { id: patientId, from: first, to: last })
        // Then
        const rule = 'However long and far off, a range from today on is answered.'
        judge.expect(answer, { requirement: 'APT-08', rule, expected: 200, got: answer.status })
      },
    }),
  ),
  {
    id: 'le-before-ge',
    title: 'the two halves of a range in the other order',
    requirements: ['APT-08'],
    needs: ['patient'],
    run: async (judge) => {
      // When
      const id = await givenPatientId(judge)
      const query = range(today(judge), addDays(today(judge), 7)).reverse()
      const answer = await judge.send(judge.draft('retrieveAppointments', { id, query }))
      // Then
      const rule = 'Parameters of a query have no order.'
      judge.expect(answer, { requirement: 'APT-08', rule, expected: 200, got: answer.status })
    },
  },
  {
    id: 'no-pages',
    title: 'unknown parameters, those of pages among them, are ignored',
    requirements: ['GEN-12', 'INT-01'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const { id } = await givenBooking(judge)
      // When
      const query: QueryPart[] = [
        ...range(today(judge), addDays(today(judge), 365)),
        ['_count', '0'],
        ['page', '2'],
        ['status', 'cancelled'],
      ]
      const answer = await judge.send(judge.draft('retrieveAppointments', { id: await givenPatientId(judge), query }))
      // Then
      insistOnStatus(judge, answer, { ...CAN_BE_RETRIEVED, requirement: 'GEN-12', rule: 'Unknown parameters are ignored.' })
      const rule = 'They take nothing away.'
      judge.expect(answer, { requirement: 'GEN-12', rule, expected: true, got: idsIn(answer).includes(id) })
    },
  },
]

const elsewhere: ScenarioSource = {
  id: 'refused-at-another-practice',
  title: 'refused with 404 PATIENT_NOT_FOUND: the id of a patient of this practice, at another',
  requirements: ['GEN-19', 'APT-08'],
  needs: ['patient', 'other-practice'],
  run: async (judge) => {
    // Given
    const id = await givenPatientId(judge)
    // When
    const draft = judge.draft('retrieveAppointments', { id, query: range(today(judge), addDays(today(judge), 7)) })
    const answer = await judge.send(atPractice(draft, judge.data('other-practice')))
    // Then
    const rule = "Another practice's id is an unknown id."
    expectRefusal(judge, answer, { refusal: [404, 'PATIENT_NOT_FOUND'], requirement: 'GEN-19', rule })
  },
}

/** APT-08: everything of a patient in a range of days from today on. */
export const retrieveAppointments: Scenario[] = scenariosOf('retrieveAppointments', 'retrieve-appointments', [
  ...found,
  ...empty,
  elsewhere,
  ...wrongRanges,
])
