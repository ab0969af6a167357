import type { Judge, ScenarioSource } from '../scenario.ts'
import { book, bookedBy, bookingOf, cancelled, versionOf } from '../steps/booking.ts'
import { cancel } from '../steps/cancelling.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus, type Refusal } from '../steps/refusals.ts'
import { type FreeSlot, freeSlotsIn, searchDays } from '../steps/search.ts'
import type { Answer } from '../wire/answer.ts'

const INVALID: Refusal = [422, 'INVALID_RESOURCE']
const NEEDS = ['patient', 'capped'] as const
/** As many as a target may name, and those that are refused. */
const MOST_SLOTS = 5

function search(judge: Judge): Promise<Answer> {
  const { odsCode, type } = judge.data('capped')
  return searchDays(judge, judge.data('capped'), { odsCode, type })
}

/** The capped organisation's booking of each of so many slots, not sent yet. */
async function givenBookings(judge: Judge, count: number) {
  const found = await search(judge)
  const slots = freeSlotsIn(found).slice(0, count)
  judge.insist(found, { requirement: 'SLOT-08', rule: 'More slots are free than the cap allows.', expected: count, got: slots.length })
  const patientId = await givenPatientId(judge)
  const { odsCode, type } = judge.data('capped')
  return slots.map((slot: FreeSlot) => bookedBy(bookingOf(judge, { slots: [slot], patientId }), { odsCode, type }))
}

/** All that the cap allows is booked; one booking more is left. */
async function givenFullCap(judge: Judge) {
  const { most } = judge.data('capped')
  const bookings = await givenBookings(judge, most + 1)
  const answers: Answer[] = []
  for (const body of bookings.slice(0, most)) {
    const answer = await book(judge, body)
    insistOnStatus(judge, answer, { status: 201, requirement: 'SLOT-08', rule: 'Up to the cap, slots can be booked.' })
    answers.push(answer)
  }
  const oneMore = bookings.at(-1)
  if (!oneMore) throw new Error('There is one more.')
  return { answers, oneMore }
}

export const bookCapped: ScenarioSource[] = [
  {
    id: 'cap-refuses',
    title: 'once an organisation has booked as many as its cap allows, it may book no more',
    requirements: ['SLOT-08', 'APT-03'],
    needs: NEEDS,
    slots: MOST_SLOTS,
    run: async (judge) => {
      const { oneMore } = await givenFullCap(judge)
      const answer = await book(judge, oneMore)
      expectRefusal(judge, answer, { refusal: INVALID, requirement: 'SLOT-08', rule: 'A booking over the cap is refused.' })
    },
  },
  {
    id: 'cap-hides',
    title: 'once the cap is reached, its organisation finds no slots, and others do',
    requirements: ['SLOT-08', 'SLOT-06'],
    needs: NEEDS,
    slots: MOST_SLOTS,
    run: async (judge) => {
      await givenFullCap(judge)
      const own = await search(judge)
      judge.expect(own, {
        requirement: 'SLOT-08',
        rule: 'The cap hides the slots from its organisation.',
        expected: 0,
        got: freeSlotsIn(own).length,
      })
      const others = await searchDays(judge, judge.data('capped'))
      const got = freeSlotsIn(others).length > 0
      judge.expect(others, { requirement: 'SLOT-08', rule: 'Who has not reached a cap finds them.', expected: true, got })
    },
  },
  {
    id: 'cap-is-given-back',
    title: 'a cancellation gives back what the cap counted',
    requirements: ['SLOT-08', 'APT-10'],
    needs: NEEDS,
    slots: MOST_SLOTS,
    run: async (judge) => {
      const { answers, oneMore } = await givenFullCap(judge)
      const [first] = answers
      const appointment = first?.resource ?? {}
      const done = await cancel(judge, { id: String(appointment.id), version: versionOf(appointment) }, cancelled(appointment))
      insistOnStatus(judge, done, { status: 200, requirement: 'APT-10', rule: 'A booked appointment can be cancelled.' })
      const answer = await book(judge, oneMore)
      judge.expect(answer, { requirement: 'SLOT-08', rule: 'What was cancelled does not count.', expected: 201, got: answer.status })
    },
  },
  {
    id: 'cap-race',
    title: 'of more bookings at once than the cap allows, exactly as many are made',
    requirements: ['SLOT-08', 'APT-05'],
    needs: NEEDS,
    slots: MOST_SLOTS,
    run: async (judge) => {
      const { most } = judge.data('capped')
      const bookings = await givenBookings(judge, most + 3)
      const answers = await Promise.all(bookings.map((body) => book(judge, body)))
      const got = answers.filter(({ status }) => status === 201).length
      judge.expect(answers[0], { requirement: 'SLOT-08', rule: 'As many are booked as the cap allows.', expected: most, got })
      for (const answer of answers) {
        if (answer.status !== 201)
          expectRefusal(judge, answer, { refusal: INVALID, requirement: 'SLOT-08', rule: 'The others are refused for the cap.' })
      }
    },
  },
  {
    id: 'cap-race-with-cancellation',
    title: 'of a cancellation and bookings at once under a full cap, one at most is made in its place',
    requirements: ['SLOT-08', 'APT-10', 'APT-05'],
    needs: NEEDS,
    slots: MOST_SLOTS,
    run: async (judge) => {
      // Given
      const { answers, oneMore } = await givenFullCap(judge)
      const appointment = answers[0]?.resource ?? {}
      const own = { id: String(appointment.id), version: versionOf(appointment) }
      // When
      const [cancellation, ...bookings] = await Promise.all([
        cancel(judge, own, cancelled(appointment)),
        ...Array.from({ length: 3 }, () => book(judge, oneMore)),
      ])
      // Then
      const made = bookings.filter(({ status }) => status === 201).length
      judge.expect(cancellation, { requirement: 'APT-10', rule: 'It is cancelled.', expected: 200, got: cancellation.status })
      judge.expect(bookings[0], { requirement: 'SLOT-08', rule: 'One at most is booked in its place.', expected: true, got: made <= 1 })
      const free = freeSlotsIn(await search(judge)).length
      judge.expect(bookings[0], {
        requirement: 'SLOT-08',
        rule: 'The cap is full again only if one was.',
        expected: made === 0,
        got: free > 0,
      })
    },
  },
]
