import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { filterOffers, type OfferFilter } from './filter-offers.ts'
import { givenOffer } from './given/offer.ts'
import type { Offer } from './offer.ts'
import { WEEKDAYS } from './time-of-day.ts'

const PLAIN = givenOffer()
const BARE = givenOffer({
  slotId: 'bare',
  deliveryChannel: undefined,
  slotType: undefined,
  sessionType: undefined,
  practitionerRole: undefined,
  practitioner: undefined,
  location: { id: 'place-2', name: undefined, address: undefined },
})

const someOffers = fc.array(
  fc
    .record({
      hours: fc.integer({ min: 0, max: 24 * 15 }),
      minutes: fc.constantFrom(10, 20),
      deliveryChannel: fc.constantFrom('In-person', 'Telephone', undefined),
      slotType: fc.constantFrom('Routine', 'Urgent', undefined),
      slotId: fc.uuid(),
    })
    .map(({ hours, ...more }) => givenOffer({ ...more, at: new Date(Date.parse('2026-10-18T00:00Z') + hours * 3_600_000).toISOString() })),
  { maxLength: 30 },
)
const someFilter: fc.Arbitrary<OfferFilter> = fc.record(
  {
    deliveryChannel: fc.constantFrom('in-person', 'Video', ''),
    slotType: fc.constantFrom('out', 'urgent'),
    timeOfDay: fc.constantFrom({ from: '08:00', to: '18:00' }, { from: '22:00', to: '06:00' }),
    weekdays: fc.subarray([...WEEKDAYS]),
    minutes: fc.constantFrom(10, 15, 20),
  },
  { requiredKeys: [] },
)

describe('Filter offers', () => {
  test('SLOT-11 each of what is shown can be asked for, in any case, as a whole or in part', () => {
    const wanted: [OfferFilter, OfferFilter][] = [
      [{ deliveryChannel: 'in-PERSON' }, { deliveryChannel: 'in' }],
      [{ practitionerRole: 'r0260' }, { practitionerRole: 'R02' }],
      [{ practitionerRole: 'medical' }, { practitionerRole: 'nurse' }],
      [{ practitionerGender: 'Female' }, { practitionerGender: 'male' }],
      [{ slotType: 'rout' }, { slotType: 'urgent' }],
      [{ sessionType: 'morning' }, { sessionType: 'evening' }],
      [{ location: 'main' }, { location: 'branch' }],
      [{ location: 'ls2 1aa' }, { location: 'ls3' }],
      [{ location: 'place-1' }, { location: 'place-' }],
      [{ timeOfDay: { from: '09:00', to: '10:00' } }, { timeOfDay: { from: '09:01' } }],
      [{ weekdays: ['sunday', 'monday'] }, { weekdays: ['tuesday'] }],
      [{ minutes: 10 }, { minutes: 11 }],
    ]
    for (const [fitting, other] of wanted) {
      assert.deepEqual(filterOffers([PLAIN], fitting), [PLAIN], JSON.stringify(fitting))
      assert.deepEqual(filterOffers([PLAIN], other), [], JSON.stringify(other))
    }
  })

  test('what the practice did not tell is not what was asked for, and a blank asks for nothing', () => {
    for (const name of ['deliveryChannel', 'practitionerRole', 'practitionerGender', 'slotType', 'sessionType', 'location'] as const) {
      assert.deepEqual(filterOffers([BARE], { [name]: 'a' }), [], name)
      assert.deepEqual(filterOffers([BARE], { [name]: ' ' }), [BARE], name)
    }
    assert.deepEqual(filterOffers([BARE], { weekdays: [] }), [BARE])
  })

  test('soonest first, by moment: 01:50 in summer time is before 01:10 in winter time', () => {
    const summer = givenOffer({ at: '2026-10-25T00:50:00Z' })
    const winter = givenOffer({ at: '2026-10-25T01:10:00Z' })
    assert.deepEqual([summer.start, winter.start], ['2026-10-25T01:50:00+01:00', '2026-10-25T01:10:00+00:00'])
    assert.deepEqual(filterOffers([winter, summer], {}), [summer, winter])
  })

  test('APT-04 what is joined is wanted in every part: not a minute outside the time of day', () => {
    const slots = ['08:50', '09:00', '09:10'].map((time) => givenOffer({ at: `2026-03-02T${time}:00Z` }))
    const offers = filterOffers(slots, { minutes: 20, timeOfDay: { from: '09:00' } })
    assert.deepEqual(
      offers.map(({ start, minutes }) => [start, minutes]),
      [['2026-03-02T09:00:00+00:00', 20]],
    )
  })

  test('every filter only takes away, and takes none away that it lets through', () => {
    fc.assert(
      fc.property(someOffers, someFilter, (offers, { minutes: _, ...filter }) => {
        const kept = filterOffers(offers, filter)
        assert.ok(kept.every((offer) => offers.includes(offer)))
        assert.ok(isSorted(kept))
        assert.deepEqual(filterOffers(kept, filter), kept)
        for (const offer of offers) assert.equal(filterOffers([offer], filter).length, kept.includes(offer) ? 1 : 0)
      }),
    )
  })

  test('filtering again changes nothing, joined or not', () => {
    fc.assert(
      fc.property(someOffers, someFilter, (offers, filter) => {
        const kept = filterOffers(offers, filter)
        assert.ok(isSorted(kept))
        assert.deepEqual(filterOffers(kept, filter), kept)
      }),
    )
  })
})

function isSorted(offers: readonly Offer[]): boolean {
  return offers.every((offer, index) => index === 0 || Date.parse(offers[index - 1]?.start ?? '') <= Date.parse(offer.start))
}
