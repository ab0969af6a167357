import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { nearestEquivalents } from './equivalents.ts'
import { givenOffer } from './given/offer.ts'
import { givenOdsCode } from './given/spine.ts'
import type { Offer } from './offer.ts'

const NOW = new Date('2026-03-02T09:30:00Z')
const OTHER = { odsCode: givenOdsCode('A1000'), name: 'Another' }
const at = (time: string, more: Partial<Offer> = {}) => givenOffer({ at: `2026-03-02T${time}:00Z`, ...more })
const GONE = at('10:00', { slotId: 'gone' })
const nearest = (offers: readonly Offer[], { gone = GONE, most = 10 } = {}) => nearestEquivalents(gone, offers, { most, now: NOW })

describe('Nearest equivalents', () => {
  test('APT-05 of the same practice first, the nearest first, before or after; then of the others', () => {
    // Given
    const [far, near, before, elsewhere] = [at('12:00'), at('10:10'), at('09:40'), at('10:00', { practice: OTHER })]
    // Then
    assert.deepEqual(nearest([elsewhere, far, near, before]), [near, before, far, elsewhere])
    assert.deepEqual(nearest([elsewhere, far, near, before], { most: 2 }), [near, before])
  })

  test('APT-03 what has begun is none, nor is the slot that has gone, though it be listed still', () => {
    assert.deepEqual(nearest([at('09:30'), at('09:20'), GONE, at('09:31')]), [at('09:31')])
    // The same id at another practice is another slot.
    const namesake = at('10:00', { slotId: 'gone', practice: OTHER })
    assert.deepEqual(nearest([namesake]), [namesake])
  })

  test('another channel, another role or too short is not equivalent', () => {
    const nurse = { code: 'R0600', display: undefined }
    const others = [at('10:10', { deliveryChannel: 'Telephone' }), at('10:20', { practitionerRole: nurse }), at('10:40', { minutes: 5 })]
    assert.deepEqual(nearest(others), [])
    const sameRole = at('10:10', { practitionerRole: { code: 'r0260', display: 'GP' }, slotType: 'Urgent', sessionType: 'Evening' })
    assert.deepEqual(nearest([sameRole]), [sameRole])
  })

  test('APT-04 adjacent slots that together are long enough are one equivalent', () => {
    const gone = { ...at('10:00', { minutes: 20 }), slotIds: ['gone', 'gone-too'] }
    const [offer, ...others] = nearest([at('11:00', { slotId: 'one' }), at('11:10', { slotId: 'two' })], { gone })
    assert.deepEqual([offer?.slotIds, offer?.minutes, others], [['one', 'two'], 20, []])
  })

  test('where a role is missing, the slot type or the session tells, or that it is the same schedule', () => {
    const noRole = { practitionerRole: undefined, practice: OTHER }
    const gone = at('10:00', { slotId: 'gone', practitionerRole: undefined })
    const sameType = at('11:00', { ...noRole, sessionType: undefined })
    const sameSession = at('11:10', { ...noRole, slotType: 'Urgent' })
    const neither = at('11:20', { ...noRole, slotType: 'Urgent', sessionType: undefined })
    assert.deepEqual(nearest([sameType, sameSession, neither], { gone }), [sameType, sameSession])

    const untold = { practitionerRole: undefined, slotType: undefined, sessionType: undefined }
    const bare = at('10:00', { slotId: 'gone', ...untold })
    const sameSchedule = at('11:00', untold)
    assert.deepEqual(nearest([sameSchedule, at('11:10', { ...untold, scheduleId: 'x' })], { gone: bare }), [sameSchedule])
  })

  test('whatever there is, each is equivalent, in the future and in order, and no nearer one of its practice is missing', () => {
    const gone = at('12:00', { slotId: 'gone' })
    const some = fc.array(
      fc
        .record({
          offset: fc.integer({ min: -16, max: 16 }),
          minutes: fc.constantFrom(5, 10, 20),
          deliveryChannel: fc.constantFrom('In-person', 'In-person', 'Video'),
          practitionerRole: fc.constantFrom({ code: 'R0260', display: 'GP' }, { code: 'R0600', display: 'Nurse' }),
          practice: fc.constantFrom(GONE.practice, OTHER),
          slotId: fc.uuid(),
        })
        .map(({ offset, ...more }) => givenOffer({ ...more, at: new Date(Date.parse(gone.start) + offset * 900_000).toISOString() })),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 6 }), (offers, most) => {
        const found = nearest(offers, { gone, most })
        const away = (offer: Offer) => Math.abs(Date.parse(offer.start) - Date.parse(gone.start))
        const rank = (offer: Offer) => (offer.practice === OTHER ? 1e12 : 0) + away(offer)
        assert.ok(found.length <= most)
        for (const offer of found) {
          assert.ok(Date.parse(offer.start) > NOW.getTime())
          assert.deepEqual([offer.deliveryChannel, offer.practitionerRole?.code, offer.minutes >= 10], ['In-person', 'R0260', true])
        }
        assert.deepEqual(
          found.map(rank),
          found.map(rank).toSorted((one, other) => one - other),
        )

        // Slots that are long enough alone are never passed over for one further off.
        const alone = offers.filter(
          (offer) => offer.minutes >= 10 && offer.deliveryChannel === 'In-person' && offer.practitionerRole?.code === 'R0260',
        )
        const furthest = found.length < most ? Number.POSITIVE_INFINITY : Math.max(...found.map(rank))
        for (const offer of alone.filter(({ start }) => Date.parse(start) > NOW.getTime())) {
          if (rank(offer) < furthest) assert.ok(found.some(({ slotIds }) => slotIds.includes(offer.slotId)))
        }
      }),
    )
  })
})
