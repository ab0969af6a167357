import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseNhsNumber } from './nhs-number.ts'

describe('NHS number', () => {
  test('PAT-01 ten digits with a correct check digit are an NHS number', () => {
    for (const number of ['9990000018', '9476719931', '4010232137']) assert.equal(parseNhsNumber(number), number)
  })

  test('PAT-01 malformed numbers and such as fail modulus 11 are none', () => {
    for (const text of ['', '999000001', '99900000180', '999 000 0018', '9990000019', '999000001X', ' 9990000018', '٩٩٩٠٠٠٠٠١٨']) {
      assert.equal(parseNhsNumber(text), undefined)
    }
  })

  test('PAT-01 of the ten numbers that share nine digits, at most one is an NHS number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (nine) => {
        const prefix = String(nine).padStart(9, '0')
        const valid = Array.from({ length: 10 }, (_, digit) => parseNhsNumber(`${prefix}${digit}`)).filter(Boolean)
        assert.ok(valid.length <= 1)
      }),
    )
  })
})
