import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, formatLocalDateTime, localDateOf, momentOf } from '../nhs/local-time.ts'
import { daysOfSession, localTimeOf, slotsOfSession, weekdayOf } from './expand-session.ts'
import { WEEKDAYS, type WeeklySession } from './schedule-schemas.ts'

const SESSION: WeeklySession = {
  key: 'morning',
  location: 'main',
  practitionerRole: 'R0260',
  from: '+0d',
  to: '+14d',
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  starts: '09:00',
  ends: '10:00',
  slotMinutes: 20,
  breaks: [],
  deliveryChannel: 'In-person',
  bookable: true,
  blocked: false,
  serviceNotApplicable: false,
  exceptions: [],
}

const timesOf = (session: Partial<WeeklySession>, date = '2026-03-02') =>
  slotsOfSession({ ...SESSION, ...session }, date).map(({ start, end }) => `${localTimeOf(start)}-${localTimeOf(end)}`)

describe('weekly session', () => {
  test("its slots lie end to end, and what is left over at the end is nobody's", () => {
    assert.deepEqual(timesOf({}), ['09:00-09:20', '09:20-09:40', '09:40-10:00'])
    assert.deepEqual(timesOf({ slotMinutes: 25 }), ['09:00-09:25', '09:25-09:50'])
  })

  test('no slot reaches into a break, and the first after it starts as it ends', () => {
    assert.deepEqual(timesOf({ ends: '11:00', breaks: [{ from: '09:30', to: '09:50' }] }), [
      '09:00-09:20',
      '09:50-10:10',
      '10:10-10:30',
      '10:30-10:50',
    ])
  })

  test('what ends no later than it starts ends on the next day', () => {
    // When
    const slots = slotsOfSession({ ...SESSION, starts: '23:20', ends: '00:20', breaks: [{ from: '00:00', to: '00:10' }] }, '2026-03-02')

    // Then
    assert.deepEqual(
      slots.map(({ start }) => formatLocalDateTime(start)),
      ['2026-03-02T23:20:00+00:00', '2026-03-02T23:40:00+00:00'],
    )
  })

  test('an exception changes the slots of its times and weekdays, and the later of two counts', () => {
    // Given
    const session: WeeklySession = {
      ...SESSION,
      slotType: 'Routine',
      exceptions: [
        { times: ['09:20', '09:40'], bookable: false },
        { times: ['09:40'], weekdays: ['mon'], bookable: true, slotType: 'Urgent' },
        { times: ['09:40'], weekdays: ['tue'], deliveryChannel: 'Telephone' },
      ],
    }

    // When
    const monday = slotsOfSession(session, '2026-03-02').map(({ bookable, slotType, deliveryChannel }) => [
      bookable,
      slotType,
      deliveryChannel,
    ])

    // Then
    assert.deepEqual(monday, [
      [true, 'Routine', 'In-person'],
      [false, 'Routine', 'In-person'],
      [true, 'Urgent', 'In-person'],
    ])
  })

  test('GEN-09 in the weeks around a change of the clocks, a surgery starts at the same local time', () => {
    for (const [before, after] of [
      ['2026-03-27', '2026-03-30'],
      ['2026-10-23', '2026-10-26'],
    ]) {
      assert.deepEqual(timesOf({}, before), timesOf({}, after))
      assert.notEqual(
        slotsOfSession(SESSION, before ?? '')[0]
          ?.start.toISOString()
          .slice(11),
        slotsOfSession(SESSION, after ?? '')[0]
          ?.start.toISOString()
          .slice(11),
      )
    }
  })

  test('a night surgery loses an hour in March and gains one in October', () => {
    // Given
    const night = { ...SESSION, starts: '22:00', ends: '06:00', slotMinutes: 30 }

    // Then
    assert.equal(slotsOfSession(night, '2026-03-27').length, 16)
    assert.equal(slotsOfSession(night, '2026-03-28').length, 14)
    assert.equal(slotsOfSession(night, '2026-10-24').length, 18)
  })

  test("a relative range is counted from today, and its days are the session's weekdays", () => {
    // When
    const days = daysOfSession({ from: '-1d', to: '+7d', weekdays: ['mon', 'sun'] }, '2026-03-28')

    // Then
    assert.deepEqual(days, ['2026-03-29', '2026-03-30'])
  })
})

const date = fc.integer({ min: 0, max: 3 * 366 }).map((days) => addDays('2025-01-01', days))
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hours, minutes]) => `${two(hours)}:${two(minutes)}`)
const two = (number: number) => String(number).padStart(2, '0')

const anySession = fc.record({
  starts: time,
  ends: time,
  slotMinutes: fc.integer({ min: 1, max: 240 }),
  pause: fc.option(fc.tuple(time, time)),
})

describe('weekly session, whatever its pattern and day', () => {
  test('each slot has its full length, none overlaps another or a break, and all lie within the session', () => {
    fc.assert(
      fc.property(anySession, date, ({ starts, ends, slotMinutes, pause }, day) => {
        // Given
        const breaks = pause ? [{ from: pause[0], to: pause[1] }] : []
        const session = { ...SESSION, starts, ends, slotMinutes, breaks }
        const dayOf = (text: string) => (text < starts ? addDays(day, 1) : day)
        const closes = momentOf(ends <= starts ? addDays(day, 1) : day, ends)
        const away = pause && { from: momentOf(dayOf(pause[0]), pause[0]), to: momentOf(dayOf(pause[1]), pause[1]) }

        // When
        const slots = slotsOfSession(session, day)

        // Then
        let earliest = momentOf(day, starts)
        for (const { start, end } of slots) {
          assert.ok(start >= earliest && end <= closes)
          assert.equal(end.getTime() - start.getTime(), slotMinutes * 60_000)
          if (away) assert.ok(end <= away.from || start >= away.to || away.to <= away.from)
          earliest = end
        }
      }),
    )
  })

  test('without breaks no time is wasted, whether the clocks change that day or not', () => {
    fc.assert(
      fc.property(anySession, date, ({ starts, ends, slotMinutes }, day) => {
        const elapsed = momentOf(ends <= starts ? addDays(day, 1) : day, ends).getTime() - momentOf(day, starts).getTime()
        const slots = slotsOfSession({ ...SESSION, starts, ends, slotMinutes }, day)
        assert.equal(slots.length, Math.max(0, Math.floor(elapsed / (slotMinutes * 60_000))))
      }),
    )
  })

  test('weekdays agree with the calendar', () => {
    fc.assert(
      fc.property(date, (day) => {
        const name = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'Europe/London' }).format(momentOf(day, '12:00'))
        assert.equal(weekdayOf(day), name.toLowerCase())
        assert.equal(weekdayOf(addDays(day, 1)), WEEKDAYS[(WEEKDAYS.indexOf(weekdayOf(day)) + 1) % 7])
        assert.equal(localDateOf(momentOf(day, '00:00')), day)
      }),
    )
  })
})
