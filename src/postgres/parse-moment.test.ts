import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { parseMoment } from './parse-moment.ts'

const TIMESTAMPTZ = 1184
const driver: (text: string) => unknown = pg.types.getTypeParser(TIMESTAMPTZ, 'text')
const moments = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })

describe('Moments from PostgreSQL', () => {
  test('are read as the driver reads them', () => {
    fc.assert(
      fc.property(moments, fc.boolean(), (moment, withFraction) => {
        const text = `${moment
          .toISOString()
          .slice(0, withFraction ? 23 : 19)
          .replace('T', ' ')}+00`
        assert.deepEqual(parseMoment(text, driver), driver(text))
      }),
    )
  })

  test('of other shapes are left to the driver', () => {
    for (const text of ['2026-07-01 10:00:00+01', '0044-03-15 12:00:00+00 BC', 'infinity', '12026-01-01 00:00:00+00']) {
      assert.deepEqual(parseMoment(text, driver), driver(text))
    }
  })
})
