import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createIntervals, mostAtOnce } from './intervals.ts'

const interval = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 10 }))
  .map(([from, length]) => ({ from, to: from + length, of: `${from}+${length}` }))

describe('Intervals', () => {
  test('find what looking at each of them would find', () => {
    fc.assert(
      fc.property(fc.array(interval), interval, (all, { from, to }) => {
        const intervals = createIntervals(all)
        const sorted = (found: typeof all) => found.map(({ of }) => of).sort()
        const meeting = all.filter((one) => one.from <= to && one.to >= from)
        const covering = all.filter((one) => one.from <= from && one.to >= to)
        assert.deepEqual(sorted(intervals.meeting(from, to)), sorted(meeting))
        assert.deepEqual(sorted(intervals.covering(from, to)), sorted(covering))
      }),
    )
  })

  test('are counted where most of them last at once', () => {
    fc.assert(
      fc.property(fc.array(interval), (all) => {
        const counts = all.map(({ from }) => all.filter((one) => one.from <= from && one.to > from).length)
        assert.equal(mostAtOnce(createIntervals(all)).length, Math.max(0, ...counts))
      }),
    )
  })
})
