import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { joinAdjacent } from './adjacent-slots.ts'
import { givenOffer } from './given/offer.ts'
import type { Offer } from './offer.ts'

const at = (time: string, more: Partial<Offer> = {}) => givenOffer({ at: `2026-03-02T${time}:00Z`, ...more })
const times = (offers: readonly Offer[]) => offers.map(({ start, end }) => `${start.slice(11, 16)}-${end.slice(11, 16)}`)
const of = (offer: Offer, slots: readonly Offer[]) => offer.slotIds.map((id) => slots.find(({ slotId }) => slotId === id) ?? assert.fail())
const lengthOf = (slots: readonly Offer[]) => slots.reduce((sum, { minutes }) => sum + minutes, 0)

/** Slots of two schedules of two practices, some with gaps between them, of mixed channels and types, some at one time. */
const someSlots = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: 14 }),
      minutes: fc.constantFrom(5, 10, 10, 15, 30),
      scheduleId: fc.constantFrom('a', 'b'),
      deliveryChannel: fc.constantFrom('In-person', 'In-person', 'Telephone'),
      slotType: fc.constantFrom('Routine', 'Routine', undefined),
    }),
    { maxLength: 25 },
  )
  .map((drafts) =>
    drafts.map(({ start, ...draft }, index) =>
      givenOffer({ ...draft, slotId: `slot-${index}`, at: new Date(Date.parse('2026-10-25T00:00Z') + start * 300_000).toISOString() }),
    ),
  )
const wantedMinutes = fc.integer({ min: 1, max: 45 })

describe('Adjacent slots', () => {
  test('APT-04 twenty minutes of a morning of ten-minute slots are offered one after the other, no two sharing a slot', () => {
    const slots = ['09:00', '09:10', '09:20', '09:30', '09:40'].map((time) => at(time))
    const offers = joinAdjacent(slots, 20)
    assert.deepEqual(times(offers), ['09:00-09:20', '09:20-09:40'])
    assert.deepEqual(offers[0], { ...slots[0], slotIds: [slots[0]?.slotId, slots[1]?.slotId], end: slots[1]?.end, minutes: 20 })
  })

  test('a slot that is long enough by itself is offered as it is', () => {
    const slots = [at('09:00'), at('09:10', { minutes: 30 }), at('09:40', { minutes: 20 })]
    assert.deepEqual(joinAdjacent(slots, 20), slots.slice(1))
  })

  test('APT-04 neither a gap, nor another schedule, channel, type or practice is joined over', () => {
    const elsewhere = givenOffer().practice
    for (const second of [
      at('09:11'),
      at('09:10', { scheduleId: 'other' }),
      at('09:10', { deliveryChannel: 'Telephone' }),
      at('09:10', { slotType: 'Urgent' }),
      at('09:10', { practice: { ...elsewhere, odsCode: 'A1' as typeof elsewhere.odsCode } }),
    ]) {
      assert.deepEqual(joinAdjacent([at('09:00'), second], 20), [])
    }
  })

  test('slots are joined by moment where clocks go back, 01:50 and then 01:00 again', () => {
    const slots = ['2026-10-25T00:50:00Z', '2026-10-25T01:00:00Z'].map((moment) => givenOffer({ at: moment }))
    const [offer] = joinAdjacent(slots, 20)
    assert.deepEqual([offer?.start, offer?.end], ['2026-10-25T01:50:00+01:00', '2026-10-25T01:10:00+00:00'])
  })

  test('of slots at one time, the one that leads to a fitting run is taken', () => {
    const slots = [at('09:00'), at('09:10', { slotId: 'short' }), at('09:10', { slotId: 'long', minutes: 20 })]
    assert.deepEqual(joinAdjacent(slots, 30)[0]?.slotIds, [slots[0]?.slotId, 'long'])
    // And the shortest, where several would do.
    assert.deepEqual(
      joinAdjacent(slots, 20).map(({ slotIds }) => slotIds),
      [[slots[0]?.slotId, 'short'], ['long']],
    )
  })

  test('no minutes are misuse', () => {
    for (const minutes of [0, -10, Number.NaN]) assert.throws(() => joinAdjacent([], minutes), RangeError)
  })

  test('APT-04 each offered run is adjacent, of one practice, schedule, channel and type, and spans its slots', () => {
    fc.assert(
      fc.property(someSlots, wantedMinutes, (slots, minutes) => {
        for (const offer of joinAdjacent(slots, minutes)) {
          const run = of(offer, slots)
          run.forEach((slot, index) => {
            const next = run[index + 1]
            if (!next) return
            assert.equal(Date.parse(slot.end), Date.parse(next.start))
            for (const name of ['scheduleId', 'deliveryChannel', 'slotType'] as const) assert.equal(slot[name], next[name])
            assert.equal(slot.practice.odsCode, next.practice.odsCode)
          })
          assert.deepEqual([offer.slotId, offer.start, offer.end], [run[0]?.slotId, run[0]?.start, run.at(-1)?.end])
          assert.equal(offer.minutes, lengthOf(run))
        }
      }),
    )
  })

  test('each is never shorter than asked, and without its first or its last slot it would be', () => {
    fc.assert(
      fc.property(someSlots, wantedMinutes, (slots, minutes) => {
        for (const offer of joinAdjacent(slots, minutes)) {
          const run = of(offer, slots)
          assert.ok(lengthOf(run) >= minutes)
          assert.ok(lengthOf(run.slice(0, -1)) < minutes)
          assert.ok(lengthOf(run.slice(1)) < minutes)
        }
      }),
    )
  })

  test('no two share a slot, and of what is left over nothing would fit', () => {
    fc.assert(
      fc.property(someSlots, wantedMinutes, (slots, minutes) => {
        const taken = joinAdjacent(slots, minutes).flatMap(({ slotIds }) => slotIds)
        assert.equal(new Set(taken).size, taken.length)
        const left = slots.filter(({ slotId }) => !taken.includes(slotId))
        assert.equal(longestRun(left) >= minutes, false)
      }),
    )
  })

  test('joining again changes nothing, nor does the order they come in', () => {
    fc.assert(
      fc.property(someSlots, wantedMinutes, (slots, minutes) => {
        const offers = joinAdjacent(slots, minutes)
        assert.deepEqual(new Set(joinAdjacent(offers, minutes)), new Set(offers))
        assert.deepEqual(lengthOf(joinAdjacent(slots.toReversed(), minutes)), lengthOf(offers))
      }),
    )
  })
})

/** Told without the code under test: tries every way to go on from every slot. */
function longestRun(slots: readonly Offer[]): number {
  const goesOn = (one: Offer, other: Offer) =>
    Date.parse(one.end) === Date.parse(other.start) &&
    one.scheduleId === other.scheduleId &&
    one.deliveryChannel === other.deliveryChannel &&
    one.slotType === other.slotType
  const from = (slot: Offer): number => slot.minutes + Math.max(0, ...slots.filter((next) => goesOn(slot, next)).map(from))
  return Math.max(0, ...slots.map(from))
}
