import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nearestOffers } from './nearest-offers.ts'

const at = (day: string, offset: string) =>
  ['08:30', '08:50', '09:10', '09:50', '10:10'].map((clock) => ({ start: `${day}T${clock}:00${offset}` }))

describe('Instead of a slot that has gone', () => {
  for (const [season, day, offset] of [
    ['winter', '2026-03-02', '+00:00'],
    ['summer', '2026-07-06', '+01:00'],
  ] as const) {
    test(`GEN-09 those nearest to it by the clock are offered, in ${season} too`, () => {
      const now = new Date('2026-03-01T08:00:00Z')
      const clocks = nearestOffers(`${day}T09:00`, at(day, offset), { now, most: 3 }).map(({ start }) => start.slice(11, 16))
      assert.deepEqual(clocks, ['08:50', '09:10', '08:30'])
    })
  }

  test('SLOT-06 what has begun is not', () => {
    const now = new Date('2026-07-06T08:00:00Z')
    const [first] = nearestOffers('2026-07-06T08:40', at('2026-07-06', '+01:00'), { now, most: 5 })
    assert.equal(first?.start, '2026-07-06T09:10:00+01:00')
  })
})
