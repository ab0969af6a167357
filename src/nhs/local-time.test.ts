import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, endOf, formatLocalDateTime, localDateOf, momentOf, parseLocalDate } from './local-time.ts'

const london = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'medium',
})

const moments = fc.date({ min: new Date('1997-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })

describe('Local time', () => {
  test('GEN-09 winter is +00:00 and summer +01:00, never Z', () => {
    assert.equal(formatLocalDateTime(new Date('2026-03-02T09:00:00Z')), '2026-03-02T09:00:00+00:00')
    assert.equal(formatLocalDateTime(new Date('2026-07-01T08:00:00Z')), '2026-07-01T09:00:00+01:00')
  })

  test('GEN-09 both clock changes fall on their second', () => {
    assert.equal(formatLocalDateTime(new Date('2026-03-29T00:59:59Z')), '2026-03-29T00:59:59+00:00')
    assert.equal(formatLocalDateTime(new Date('2026-03-29T01:00:00Z')), '2026-03-29T02:00:00+01:00')
    assert.equal(formatLocalDateTime(new Date('2026-10-25T00:59:59Z')), '2026-10-25T01:59:59+01:00')
    assert.equal(formatLocalDateTime(new Date('2026-10-25T01:00:00Z')), '2026-10-25T01:00:00+00:00')
  })

  test('GEN-09 what is written shows what clocks in London show, and is the same moment', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const text = formatLocalDateTime(moment)
        assert.equal(text.slice(0, 19).replace('T', ' '), london.format(moment))
        assert.equal(Date.parse(text), Math.floor(moment.getTime() / 1000) * 1000)
      }),
    )
  })

  test('GEN-09 the moment of a local date and time is shown as that date and time, unless clocks skip it', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const text = formatLocalDateTime(moment)
        const [date = '', time = ''] = text.slice(0, 16).split('T')
        assert.equal(formatLocalDateTime(momentOf(date, time)).slice(0, 16), text.slice(0, 16))
      }),
    )
    assert.equal(formatLocalDateTime(momentOf('2026-03-29', '01:30')), '2026-03-29T02:30:00+01:00')
    assert.equal(formatLocalDateTime(momentOf('2026-10-25', '01:30')), '2026-10-25T01:30:00+01:00')
  })

  test('SLOT-02 a date is a real calendar day', () => {
    assert.equal(parseLocalDate('2024-02-29'), '2024-02-29')
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-01', '2026-01-01T00:00:00', '', 'today'])
      assert.equal(parseLocalDate(text), undefined)
  })

  test('SLOT-02 a day ends as the next begins, whatever the clocks do; the last that can be written within itself', () => {
    for (const day of ['2026-03-02', '2026-03-29', '2026-10-25']) assert.deepEqual(endOf(day), momentOf(addDays(day, 1)))
    assert.equal(endOf('9999-12-31').toISOString(), '9999-12-31T23:59:59.999Z')
    assert.equal(parseLocalDate('0000-01-01'), undefined)
  })

  test('SLOT-03 days are counted on the calendar, whatever the clocks do', () => {
    assert.equal(addDays('2026-03-28', 2), '2026-03-30')
    assert.equal(addDays('2026-12-31', 1), '2027-01-01')
    assert.equal(localDateOf(new Date('2026-06-30T23:30:00Z')), '2026-07-01')
  })
})
