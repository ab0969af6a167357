import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { formatLocalDateTime } from '../nhs/local-time.ts'
import { liesWithin, WEEKDAYS, weekdayOf } from './time-of-day.ts'

const span = (start: string, end: string) => ({ start: `${start}:00+00:00`, end: `${end}:00+00:00` })

describe('Time of day', () => {
  test('a span lies within if it neither starts earlier nor ends later', () => {
    const inTheMorning = liesWithin({ from: '09:00', to: '12:00' })
    assert.ok(inTheMorning(span('2026-03-02T09:00', '2026-03-02T09:10')))
    assert.ok(inTheMorning(span('2026-03-02T11:50', '2026-03-02T12:00')))
    assert.ok(!inTheMorning(span('2026-03-02T08:59', '2026-03-02T09:10')))
    assert.ok(!inTheMorning(span('2026-03-02T11:50', '2026-03-02T12:01')))
    assert.ok(!inTheMorning(span('2026-03-02T09:00', '2026-03-03T09:10')))
  })

  test('one side is enough', () => {
    assert.ok(liesWithin({ from: '18:00' })(span('2026-03-02T23:50', '2026-03-03T00:00')))
    assert.ok(!liesWithin({ from: '18:00' })(span('2026-03-02T23:50', '2026-03-03T00:10')))
    assert.ok(liesWithin({ to: '09:00' })(span('2026-03-02T00:00', '2026-03-02T00:10')))
    assert.ok(!liesWithin({ to: '09:00' })(span('2026-03-02T23:50', '2026-03-03T00:00')))
  })

  test('a night has parts of two days', () => {
    const atNight = liesWithin({ from: '22:00', to: '02:00' })
    for (const [start, end] of [
      ['2026-03-02T22:00', '2026-03-02T22:10'],
      ['2026-03-02T23:55', '2026-03-03T00:05'],
      ['2026-03-03T01:50', '2026-03-03T02:00'],
    ] as const) {
      assert.ok(atNight(span(start, end)), start)
    }
    assert.ok(!atNight(span('2026-03-03T01:55', '2026-03-03T02:05')))
    assert.ok(!atNight(span('2026-03-02T21:55', '2026-03-02T22:05')))
  })

  test('GEN-09 it is what clocks show, in summer too', () => {
    const slot = { start: formatLocalDateTime(new Date('2026-07-01T08:00Z')), end: formatLocalDateTime(new Date('2026-07-01T08:10Z')) }
    assert.ok(liesWithin({ from: '09:00', to: '09:10' })(slot))
  })

  test('what is no time of day is misuse', () => {
    for (const from of ['9:00', '25:00', '24:01', '12:60', 'noon', '']) assert.throws(() => liesWithin({ from }), RangeError)
  })

  test('whatever lies within a part of the day lies within any that contains it', () => {
    const minute = fc.integer({ min: 0, max: 1440 })
    const text = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    fc.assert(
      fc.property(fc.array(minute, { minLength: 4, maxLength: 4 }), fc.integer({ min: 0, max: 525_600 }), (times, offset) => {
        const [from = 0, innerFrom = 0, innerTo = 0, to = 0] = times.sort((one, other) => one - other)
        const start = Date.parse('2026-01-01T00:00Z') + offset * 60_000
        const slot = { start: formatLocalDateTime(new Date(start)), end: formatLocalDateTime(new Date(start + 600_000)) }
        if (liesWithin({ from: text(innerFrom), to: text(innerTo) })(slot)) assert.ok(liesWithin({ from: text(from), to: text(to) })(slot))
      }),
    )
  })

  test('the weekday is the local one', () => {
    assert.equal(weekdayOf({ start: '2026-03-02T09:00:00+00:00' }), 'monday')
    // A Sunday in UTC still.
    assert.equal(weekdayOf({ start: formatLocalDateTime(new Date('2026-07-05T23:30Z')) }), 'monday')
    const week = WEEKDAYS.map((_, index) => weekdayOf({ start: `2026-03-0${index + 1}T09:00:00+00:00` }))
    assert.deepEqual(week, WEEKDAYS)
  })
})
