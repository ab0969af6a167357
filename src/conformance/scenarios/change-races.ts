import type { ScenarioSource } from '../scenario.ts'
import { amend } from '../steps/amending.ts'
import { book, bookingOf, cancelled, givenBooking } from '../steps/booking.ts'
import { cancel } from '../steps/cancelling.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { freeSlotsIn, searchDays } from '../steps/search.ts'

const NEEDS = ['patient', 'free-slots'] as const
const CONFLICT: Refusal = [409, 'FHIR_CONSTRAINT_VIOLATION']

/** Several at once over one version: what is judged is what all answers say together, and what is there afterwards. */
export const changeRaces: ScenarioSource[] = [
  {
    id: 'race',
    title: 'of ten amendments of one version at once, one is made, and it stays',
    requirements: ['APT-11', 'APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const booked = await givenBooking(judge)
      // When
      const descriptions = Array.from({ length: 10 }, (_, index) => `Description ${index}`)
      const answers = await Promise.all(descriptions.map((description) => amend(judge, booked, { ...booked.appointment, description })))
      // Then
      const made = answers.filter(({ status }) => status === 200)
      judge.expect(answers[0], { requirement: 'APT-11', rule: 'One of them is made.', expected: 1, got: made.length })
      for (const answer of answers) {
        if (answer.status !== 200)
          expectRefusal(judge, answer, { refusal: CONFLICT, requirement: 'APT-11', rule: 'The others are told of the conflict.' })
      }
      const read = await judge.send(judge.draft('readAppointment', { id: booked.id }))
      const expected = made[0]?.resource
      judge.expect(read, { requirement: 'APT-11', rule: 'What is there is what was answered.', expected, got: read.resource })
    },
  },
  {
    id: 'race-with-cancellation',
    title: 'of an amendment and a cancellation of one version at once, one is made, and it stays',
    requirements: ['APT-11', 'APT-09', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const booked = await givenBooking(judge)
      // When
      const [amendment, cancellation] = await Promise.all([
        amend(judge, booked, { ...booked.appointment, description: 'Another description' }),
        cancel(judge, booked, cancelled(booked.appointment)),
      ])
      // Then
      const made = [amendment, cancellation].filter(({ status }) => status === 200)
      judge.expect(amendment, { requirement: 'APT-11', rule: 'One of them is made.', expected: 1, got: made.length })
      // After a cancellation both are true of the amendment: it is of an old version, and of what is cancelled.
      const refusals: readonly Refusal[] = [CONFLICT, [422, 'INVALID_RESOURCE']]
      if (amendment.status !== 200)
        expectRefusal(judge, amendment, { refusal: refusals, requirement: 'APT-11', rule: 'The amendment is told why not.' })
      if (cancellation.status !== 200)
        expectRefusal(judge, cancellation, { refusal: CONFLICT, requirement: 'APT-11', rule: 'The cancellation is told why not.' })
      const read = await judge.send(judge.draft('readAppointment', { id: booked.id }))
      const expected = made[0]?.resource
      judge.expect(read, { requirement: 'APT-11', rule: 'What is there is what was answered.', expected, got: read.resource })
    },
  },
  {
    id: 'race-without-if-match',
    title: 'of an amendment and a cancellation at once that name no version, one is made at most, and it stays',
    requirements: ['APT-11', 'DIFF-05'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const { id, appointment } = await givenBooking(judge)
      // When
      const answers = await Promise.all([
        judge.send(judge.draft('amendAppointment', { id, body: { ...appointment, description: 'Another description' } })),
        judge.send(judge.draft('cancelAppointment', { id, body: cancelled(appointment) })),
      ])
      // Then: a cancellation with the old description changes what was amended, and what is cancelled is not amended.
      const made = answers.filter(({ status }) => status === 200)
      const expected = judge.target.dialect === 'assurance' ? 1 : 0
      judge.expect(answers[0], { requirement: 'APT-11', rule: 'None overwrites the other.', expected, got: made.length })
      const read = await judge.send(judge.draft('readAppointment', { id }))
      const rule = 'What is there is what was answered.'
      judge.expect(read, { requirement: 'APT-11', rule, expected: made[0]?.resource ?? appointment, got: read.resource })
    },
  },
  {
    id: 'race-for-the-slot',
    title: 'of a cancellation and bookings of its slot at once, the slot has one holder at most',
    requirements: ['APT-05', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const { id, version, appointment, slots } = await givenBooking(judge)
      const body = bookingOf(judge, { slots, patientId: await givenPatientId(judge) })
      // When
      const [cancellation, ...bookings] = await Promise.all([
        cancel(judge, { id, version }, cancelled(appointment)),
        ...Array.from({ length: 4 }, () => book(judge, body)),
      ])
      // Then
      judge.expect(cancellation, { requirement: 'APT-10', rule: 'It is cancelled.', expected: 200, got: cancellation.status })
      const made = bookings.filter(({ status }) => status === 201).length
      judge.expect(bookings[0], { requirement: 'APT-05', rule: 'The slot is booked at most once.', expected: true, got: made <= 1 })
      for (const answer of bookings) {
        const refusal: Refusal = [409, 'DUPLICATE_REJECTED']
        if (answer.status !== 201) expectRefusal(judge, answer, { refusal, requirement: 'APT-05', rule: 'The others are told why not.' })
      }
      const found = await searchDays(judge, judge.data('free-slots'))
      const isFree = freeSlotsIn(found).some((slot) => slot.id === slots[0]?.id)
      judge.expect(found, { requirement: 'APT-10', rule: 'The slot is free unless one was booked.', expected: made === 0, got: isFree })
    },
  },
]
