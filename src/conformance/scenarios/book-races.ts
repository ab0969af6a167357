import type { Judge, ScenarioSource } from '../scenario.ts'
import { book, bookingOf, givenBooking } from '../steps/booking.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { type FreeSlot, freeSlotsIn, givenFreeSlots, inARow, searchDays } from '../steps/search.ts'
import type { Answer } from '../wire/answer.ts'

const TAKEN: Refusal = [409, 'DUPLICATE_REJECTED']
const NEEDS = ['patient', 'adjacent-slots'] as const

/** Which of these a search finds, by id. */
async function freeAmong(judge: Judge, slots: readonly FreeSlot[]): Promise<{ answer: Answer; ids: string[] }> {
  const answer = await searchDays(judge, judge.data('adjacent-slots'))
  const found = freeSlotsIn(answer).map(({ id }) => id)
  return { answer, ids: slots.map(({ id }) => id).filter((id) => found.includes(id)) }
}

/** Bookings that share some of their slots. */
export const bookRaces: ScenarioSource[] = [
  {
    id: 'partly-taken',
    title: 'of two slots one is taken: refused with 409 DUPLICATE_REJECTED, and the other stays free',
    requirements: ['APT-05', 'APT-04'],
    needs: NEEDS,
    slots: 2,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const slots = await givenFreeSlots(judge, 'adjacent-slots', (all) => inARow(all, 2))
      await givenBooking(judge, slots.slice(1))
      // When
      const answer = await book(judge, bookingOf(judge, { slots, patientId: await givenPatientId(judge) }))
      // Then
      expectRefusal(judge, answer, { refusal: TAKEN, requirement: 'APT-05', rule: 'A slot is booked at most once.' })
      const { answer: found, ids } = await freeAmong(judge, slots)
      judge.expect(found, { requirement: 'APT-05', rule: 'Nothing is taken by what is refused.', expected: [slots[0]?.id], got: ids })
    },
  },
  {
    id: 'race-for-adjacent-slots',
    title: 'of ten bookings at once that overlap, each slot goes to one at most, and whoever is refused wanted one that is gone',
    requirements: ['APT-05', 'APT-04'],
    needs: NEEDS,
    slots: 3,
    run: async (judge) => {
      // Given
      const slots = await givenFreeSlots(judge, 'adjacent-slots', (all) => inARow(all, 3))
      const patientId = await givenPatientId(judge)
      const wanted = [slots.slice(0, 2), slots.slice(1), slots, slots.slice(0, 1), slots.slice(2)]
      const bookings = [...wanted, ...wanted.toReversed()]
      // When
      const answers = await Promise.all(bookings.map((some) => book(judge, bookingOf(judge, { slots: some, patientId }))))
      // Then
      const gone = answers.flatMap(({ status }, at) => (status === 201 ? (bookings[at] ?? []) : [])).map(({ id }) => id)
      const hold = (answer: Answer | undefined, rule: string, expected: unknown, got: unknown) =>
        judge.expect(answer, { requirement: 'APT-05', rule, expected, got })
      hold(answers[0], 'Somebody gets a slot.', true, gone.length > 0)
      hold(answers[0], 'Each slot is booked at most once.', gone.length, new Set(gone).size)
      for (const [at, answer] of answers.entries()) {
        if (answer.status === 201) continue
        expectRefusal(judge, answer, { refusal: TAKEN, requirement: 'APT-05', rule: 'The others are told why not.' })
        const isGone = bookings[at]?.some(({ id }) => gone.includes(id))
        hold(answer, 'Only who wants a slot that is gone is refused.', true, isGone)
      }
      const { answer, ids } = await freeAmong(judge, slots)
      hold(
        answer,
        'What nobody got is still free.',
        slots.map(({ id }) => id).filter((id) => !gone.includes(id)),
        ids,
      )
    },
  },
]
