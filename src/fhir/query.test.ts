import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseQuery, parseToken } from './query.ts'

const parameter = (name: string, value: string) => ({ name, value, malformed: false })

describe('Reading a query', () => {
  test('SLOT-04 raw and percent-encoded colons, pipes and plus signs read the same', () => {
    const expected = [
      parameter('start', 'ge2026-07-01T09:00:00+01:00'),
      parameter('_include:recurse', 'Schedule:actor:Practitioner'),
      parameter('searchFilter', 'https://fhir.nhs.uk/Id/ods-organization-code|A20047'),
    ]

    assert.deepEqual(
      parseQuery(
        'start=ge2026-07-01T09:00:00+01:00&_include:recurse=Schedule:actor:Practitioner&searchFilter=https://fhir.nhs.uk/Id/ods-organization-code|A20047',
      ),
      expected,
    )
    assert.deepEqual(
      parseQuery(
        'start=ge2026-07-01T09%3A00%3A00%2B01%3A00&_include%3Arecurse=Schedule%3Aactor%3APractitioner&searchFilter=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fods-organization-code%7CA20047',
      ),
      expected,
    )
  })

  test('SLOT-01 repeated, empty and bare parameters are kept as sent, in order', () => {
    assert.deepEqual(parseQuery('status=free&&status=&_x&a=b=c'), [
      parameter('status', 'free'),
      parameter('status', ''),
      parameter('_x', ''),
      parameter('a', 'b=c'),
    ])
    assert.deepEqual(parseQuery(''), [])
  })

  test('GEN-12 malformed percent-encoding is reported, not thrown', () => {
    assert.deepEqual(parseQuery('status=%ZZ&a=1'), [{ name: 'status', value: '%ZZ', malformed: true }, parameter('a', '1')])
    assert.deepEqual(parseQuery('%=free'), [{ name: '%', value: 'free', malformed: true }])
    assert.deepEqual(parseQuery('a=%C3'), [{ name: 'a', value: '%C3', malformed: true }])
    assert.deepEqual(parseQuery('a=%00'), [{ name: 'a', value: '%00', malformed: true }])
  })

  test('CON-12 what encodeURIComponent writes is read back', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((written) => !written.includes('\0'))
    const pair = fc.tuple(text, text)
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const query = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
        assert.deepEqual(
          parseQuery(query),
          pairs.map(([name, value]) => parameter(name, value)),
        )
      }),
    )
  })

  test('GEN-12 any text is read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(parseQuery(text))))
  })
})

describe('Reading a token', () => {
  test('PAT-01 the first bar parts system and code', () => {
    assert.deepEqual(parseToken('https://fhir.nhs.uk/Id/nhs-number|9990000018'), {
      system: 'https://fhir.nhs.uk/Id/nhs-number',
      code: '9990000018',
    })
    assert.deepEqual(parseToken('a|b|c'), { system: 'a', code: 'b|c' })
    assert.deepEqual(parseToken('|b'), { system: '', code: 'b' })
    assert.deepEqual(parseToken('a|'), { system: 'a', code: '' })
    assert.deepEqual(parseToken('b'), { system: undefined, code: 'b' })
  })
})
