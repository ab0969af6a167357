import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PRIMITIVES } from './primitives.ts'

const accepts = (type: string, value: unknown) => PRIMITIVES.get(type)?.accepts(value)

function assertFormats(type: string, { good, bad }: { good: unknown[]; bad: unknown[] }) {
  for (const value of good) assert.equal(accepts(type, value), true, `${type} ${JSON.stringify(value)}`)
  for (const value of bad) assert.equal(accepts(type, value), false, `${type} ${JSON.stringify(value)}`)
}

describe('The primitives of STU3', () => {
  test('GEN-20 a date is a year, a month or a real day', () => {
    assertFormats('date', {
      good: ['2026', '2026-03', '2026-03-02', '2024-02-29', '2000-02-29'],
      bad: [
        '2026-02-29',
        '1900-02-29',
        '2026-04-31',
        '2026-13',
        '2026-3-2',
        '26',
        '0000',
        '-2026',
        '2026-03-02T09:00:00Z',
        ' 2026',
        '2026\n',
        2026,
        null,
      ],
    })
  })

  test('GEN-20 a dateTime with a time has seconds and an offset', () => {
    assertFormats('dateTime', {
      good: ['2026', '2026-03-02', '2026-03-02T09:00:00Z', '2026-03-02T09:00:00.123456+01:00', '2026-03-02T23:59:59-14:00'],
      bad: [
        '2026-03-02T09:00+00:00',
        '2026-03-02T09:00:00',
        '2026-03-02T24:00:00Z',
        '2026-03-02T23:59:60Z',
        '2026-02-30T09:00:00Z',
        '2026-03-02T09:00:00+15:00',
        '2026-03-02 09:00:00Z',
        '2026-03T09:00:00Z',
      ],
    })
  })

  test('GEN-20 an instant is a whole moment', () => {
    assertFormats('instant', {
      good: ['2026-03-02T09:00:00+00:00', '2026-03-02T09:00:00.5Z'],
      bad: ['2026-03-02', '2026', '2026-02-30T09:00:00Z', '2026-03-02T09:00:00', '2026-03-02T09:00:00+0000'],
    })
  })

  test('GEN-20 what a date or instant is, Date can read', () => {
    const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(
        day,
        (date) => accepts('date', date.toISOString().slice(0, 10)) === true && accepts('instant', date.toISOString()) === true,
      ),
    )

    const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
    fc.assert(
      fc.property(digits(4), digits(2), digits(2), (year, month, dayOfMonth) => {
        const text = `${year}-${month}-${dayOfMonth}`
        const date = new Date(`${text}T00:00:00Z`)
        const isReal = year !== '0000' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
        return accepts('date', text) === isReal
      }),
    )
  })

  test('GEN-20 booleans and numbers are not quoted', () => {
    assertFormats('boolean', { good: [true, false], bad: ['true', 0, null] })
    assertFormats('decimal', { good: [0, -1.5, 1e10], bad: ['1.5', Number.POSITIVE_INFINITY, Number.NaN] })
    assertFormats('integer', { good: [0, -2147483648, 2147483647], bad: [2147483648, 1.5, '1'] })
    assertFormats('unsignedInt', { good: [0, 2147483647], bad: [-1, 2147483648] })
    assertFormats('positiveInt', { good: [1], bad: [0, -1, 1.5] })
  })

  test('GEN-16 an id is 1 to 64 letters, digits, hyphens and full stops', () => {
    assertFormats('id', { good: ['a', '1-2.3', 'A'.repeat(64)], bad: ['', 'A'.repeat(65), 'a_b', 'a b', 'a/b', 'é'] })
  })

  test('GEN-20 a code has no blanks but single ones within', () => {
    assertFormats('code', { good: ['booked', 'ACCESS DENIED'], bad: ['', ' booked', 'booked ', 'a  b', 'a\tb', '\n'] })
  })

  test('GEN-20 a uri has no blanks', () => {
    assertFormats('uri', { good: ['https://fhir.nhs.uk/Id/nhs-number', 'language', 'urn:x'], bad: ['', 'a b', '\n'] })
    assertFormats('oid', { good: ['urn:oid:2.16.840.1.113883', 'urn:oid:1.0'], bad: ['urn:oid:', '2.16', 'urn:oid:3.1', 'urn:oid:1.02'] })
  })

  test('GEN-20 text has something to see, and nothing that XML or the database cannot hold', () => {
    assertFormats('string', {
      good: ['a', ' a ', 'two\r\nlines\tand a tab', 'Zoë 👩‍⚕️', '\u0092'],
      bad: ['', ' ', '\u00a0\n', 'a\u0000b', '\u001b[1m', 'a\ud800', '\uffff', 'x'.repeat(1024 * 1024 + 1), 1, {}],
    })
    assertFormats('xhtml', {
      good: ['<div xmlns="http://www.w3.org/1999/xhtml">x</div>'],
      bad: ['x', '<p>x</p>', '<div>x', '<divx></divx>'],
    })
  })

  test('GEN-20 base64 comes in groups of four', () => {
    assertFormats('base64Binary', { good: ['TWFu', 'TWE=', 'TQ==', 'TWFu\nTWE='], bad: ['TWF', 'TQ=', '====', 'T*==', 'TQ==TQ==', ''] })
  })

  test('GEN-20 a time has seconds', () => {
    assertFormats('time', { good: ['09:00:00', '23:59:59.9'], bad: ['09:00', '24:00:00', '9:00:00'] })
  })
})
