import { objectsOf } from '../../fhir/json-object.ts'
import { referenceIn } from '../checks/check-by-type.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { appointmentIn, book, bookingOf } from '../steps/booking.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { type FreeSlot, freeSlotsIn, givenFreeSlots, inARow, searchDays } from '../steps/search.ts'

async function insistOnRow(
  judge: Judge,
  need: 'separated-slots' | 'mixed-channels' | 'mixed-types',
  choose: (slots: FreeSlot[]) => FreeSlot[] | undefined,
) {
  const answer = await searchDays(judge, judge.data(need))
  const chosen = choose(freeSlotsIn(answer))
  judge.insist(answer, {
    requirement: 'SLOT-05',
    rule: `The search finds what the target promises ("${need}").`,
    expected: true,
    got: chosen !== undefined,
  })
  return chosen ?? []
}

const differ = (of: 'channel' | 'slotType') => (row: readonly FreeSlot[]) => row[0]?.[of] !== row[1]?.[of]

/** Two of one schedule with time between them. */
function apart(slots: readonly FreeSlot[]): FreeSlot[] | undefined {
  for (const first of slots) {
    const second = slots.find(({ schedule, start }) => schedule === first.schedule && Date.parse(start) > Date.parse(first.end))
    if (second) return [first, second]
  }
  return undefined
}

/** Alike and adjacent where there are such: then nothing but their schedules keeps them apart. */
function ofTwoSchedules(slots: readonly FreeSlot[]): FreeSlot[] | undefined {
  const pairs = slots.flatMap((first) =>
    slots
      .filter(({ schedule, start }) => schedule !== first.schedule && Date.parse(start) >= Date.parse(first.end))
      .map((second) => [first, second] as const),
  )
  const isAlike = ([first, second]: readonly [FreeSlot, FreeSlot]) =>
    Date.parse(first.end) === Date.parse(second.start) && first.channel === second.channel && first.slotType === second.slotType
  const chosen = pairs.find(isAlike) ?? pairs[0]
  return chosen && [...chosen]
}

async function expectRefused(judge: Judge, slots: readonly FreeSlot[], rule: string): Promise<void> {
  const answer = await book(judge, bookingOf(judge, { slots, patientId: await givenPatientId(judge) }))
  expectRefusal(judge, answer, { refusal: [422, 'INVALID_RESOURCE'], requirement: 'APT-04', rule })
}

export const bookSeveralSlots: ScenarioSource[] = [
  ...[2, 3].map(
    (count): ScenarioSource => ({
      id: `${count}-adjacent-slots`,
      title: `${count} adjacent slots are booked as one appointment`,
      requirements: ['APT-04', 'APT-03'],
      needs: ['patient', 'adjacent-slots'],
      slots: count,
      inBothFormats: true,
      run: async (judge) => {
        const slots = await givenFreeSlots(judge, 'adjacent-slots', (all) => inARow(all, count))
        const answer = await book(judge, bookingOf(judge, { slots, patientId: await givenPatientId(judge) }))
        insistOnStatus(judge, answer, {
          status: 201,
          requirement: 'APT-04',
          rule: 'Adjacent slots of one schedule, channel and type can be booked together.',
        })
        const { appointment } = appointmentIn(answer)
        const expected = slots.map(({ id }) => `Slot/${id}`).sort()
        judge.expect(answer, {
          requirement: 'APT-04',
          rule: 'The appointment has all of the slots.',
          expected,
          got: objectsOf(appointment.slot).map(referenceIn).sort(),
        })
        judge.expect(answer, {
          requirement: 'APT-03',
          rule: 'It ends when the last of them ends.',
          expected: slots.at(-1)?.end,
          got: appointment.end,
        })
      },
    }),
  ),
  {
    id: 'slots-out-of-order',
    title: 'two adjacent slots, the later one named first, are booked or refused as invalid, but not otherwise',
    requirements: ['APT-03'],
    needs: ['patient', 'adjacent-slots'],
    slots: 2,
    run: async (judge) => {
      const slots = await givenFreeSlots(judge, 'adjacent-slots', (all) => inARow(all, 2))
      const body = bookingOf(judge, { slots, patientId: await givenPatientId(judge) })
      const answer = await book(judge, { ...body, slot: objectsOf(body.slot).toReversed() })
      judge.expect(answer, {
        requirement: 'APT-03',
        rule: 'It is booked (201), or refused as invalid (422).',
        expected: true,
        got: [201, 422].includes(answer.status),
      })
    },
  },
  {
    id: 'refused-end-of-the-first',
    title: 'refused: two adjacent slots with the end of the first',
    requirements: ['APT-03'],
    needs: ['patient', 'adjacent-slots'],
    slots: 2,
    run: async (judge) => {
      const slots = await givenFreeSlots(judge, 'adjacent-slots', (all) => inARow(all, 2))
      const body = bookingOf(judge, { slots, patientId: await givenPatientId(judge) })
      const answer = await book(judge, { ...body, end: slots[0]?.end })
      const rule = 'An appointment ends with the last of its slots.'
      expectRefusal(judge, answer, { refusal: [422, 'INVALID_RESOURCE'], requirement: 'APT-03', rule })
    },
  },
  {
    id: 'refused-same-slot-twice',
    title: 'refused: one slot named twice',
    requirements: ['APT-04'],
    needs: ['patient', 'adjacent-slots'],
    slots: 1,
    run: async (judge) => {
      const [slot] = await givenFreeSlots(judge, 'adjacent-slots', (all) => all.slice(0, 1))
      if (slot) await expectRefused(judge, [slot, slot], 'A slot can be named once.')
    },
  },
  {
    id: 'refused-slots-apart',
    title: 'refused: slots with time between them',
    requirements: ['APT-04'],
    needs: ['patient', 'separated-slots'],
    slots: 2,
    run: async (judge) => expectRefused(judge, await insistOnRow(judge, 'separated-slots', apart), 'Slots must be contiguous.'),
  },
  {
    id: 'refused-two-schedules',
    title: 'refused: slots of two schedules',
    requirements: ['APT-04'],
    needs: ['patient', 'free-slots'],
    slots: 2,
    run: async (judge) => expectRefused(judge, await givenFreeSlots(judge, 'free-slots', ofTwoSchedules), 'Slots must be of one schedule.'),
  },
  {
    id: 'refused-mixed-channels',
    title: 'refused: adjacent slots of two delivery channels',
    requirements: ['APT-04'],
    needs: ['patient', 'mixed-channels'],
    slots: 2,
    run: async (judge) =>
      expectRefused(
        judge,
        await insistOnRow(judge, 'mixed-channels', (all) => inARow(all, 2, differ('channel'))),
        'Slots must be of one delivery channel.',
      ),
  },
  {
    id: 'refused-mixed-types',
    title: 'refused: adjacent slots of two slot types',
    requirements: ['APT-04'],
    needs: ['patient', 'mixed-types'],
    slots: 2,
    run: async (judge) =>
      expectRefused(
        judge,
        await insistOnRow(judge, 'mixed-types', (all) => inARow(all, 2, differ('slotType'))),
        'Slots must be of one service type.',
      ),
  },
  {
    id: 'refused-past',
    title: 'refused: a slot of the past',
    requirements: ['APT-03', 'SLOT-06'],
    needs: ['patient', 'past-slots'],
    slots: 1,
    run: async (judge) => {
      const found = await searchDays(judge, judge.data('past-slots'))
      const [slot] = freeSlotsIn(found)
      judge.insist(found, { requirement: 'SLOT-06', rule: 'Past slots may be searched.', expected: true, got: slot !== undefined })
      if (!slot) return
      const answer = await book(judge, bookingOf(judge, { slots: [slot], patientId: await givenPatientId(judge) }))
      expectRefusal(judge, answer, { refusal: [422, 'INVALID_RESOURCE'], requirement: 'APT-03', rule: 'What has begun cannot be booked.' })
    },
  },
]
