import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type FormatWishes, formatOfBody, negotiateFormat } from './negotiate-format.ts'

const JSON_NAMES = ['application/fhir+json', 'application/json+fhir', 'application/json', 'json', 'Application/FHIR+JSON']
const XML_NAMES = ['application/fhir+xml', 'application/xml+fhir', 'application/xml', 'text/xml', 'xml', 'TEXT/XML']
const CHARSETS = ['', ';charset=utf-8', '; charset=UTF-8', ' ; charset="utf-8"']

const negotiate = (wishes: Partial<FormatWishes>) =>
  negotiateFormat({ format: undefined, accept: undefined, contentType: undefined, ...wishes })
const accepting = (accept: string, contentType?: string) => negotiate({ accept, contentType }).answer

describe('The format of an answer', () => {
  test('GEN-03 _format beats Accept, which beats Content-Type; without all three it is JSON', () => {
    const spellings = { json: JSON_NAMES, xml: XML_NAMES, none: [undefined] }
    const kinds = ['json', 'xml', 'none'] as const
    for (const format of kinds) {
      for (const accept of kinds) {
        for (const contentType of kinds) {
          // Given every spelling of each in turn, in step
          for (let index = 0; index < XML_NAMES.length * CHARSETS.length; index += 1) {
            const spelt = (kind: (typeof kinds)[number], step: number) => {
              const name = spellings[kind][(index + step) % spellings[kind].length]
              return name && name + CHARSETS[(index + step) % CHARSETS.length]
            }
            const wishes = { format: spelt(format, 0), accept: spelt(accept, 1), contentType: spelt(contentType, 2) }

            // When
            const { answer, refused } = negotiateFormat(wishes)

            // Then
            const expected = [format, accept, contentType].find((kind) => kind !== 'none') ?? 'json'
            assert.deepEqual([answer, refused], [expected, undefined], JSON.stringify(wishes))
          }
        }
      }
    }
  })

  test('GEN-03 a + that a form library made a blank is one in _format', () => {
    assert.deepEqual(negotiate({ format: 'application/fhir xml' }), { answer: 'xml' })
  })

  test('GEN-03 what is empty was not asked for', () => {
    assert.deepEqual(negotiate({ format: '', accept: ' ', contentType: '' }), { answer: 'json' })
    assert.deepEqual(negotiate({ format: '', accept: '', contentType: 'text/xml' }), { answer: 'xml' })
  })

  test('GEN-03 of what Accept lists the best liked is answered, and nothing that it forbids', () => {
    const [json, xml] = ['application/fhir+json', 'application/fhir+xml']
    assert.equal(accepting(`${json};q=0.5, ${xml};q=0.9`), 'xml')
    assert.equal(accepting(`${json};q=0.9, ${xml} ; q=0.5`), 'json')
    assert.equal(accepting(`${json};q=0, ${xml};q=0.001`), 'xml')
    assert.equal(accepting(`${xml}, ${json}`), 'xml')
    assert.equal(accepting(`${json}, ${xml}`), 'json')
    assert.equal(accepting(`text/html, image/png;q=0.9, ${xml};q=0.1`), 'xml')
    assert.equal(accepting(`${json};q=0.2, application/json;q=0.9, ${xml};q=0.5`), 'json')
    assert.equal(accepting(`${json};q=high, ${xml};q=0.9`), 'json')
    assert.equal(accepting(`, ,${xml},`), 'xml')
  })

  test('GEN-03 a wildcard stands for what nothing more specific names', () => {
    const [json, xml] = ['application/fhir+json', 'application/fhir+xml']
    assert.equal(accepting('*/*'), 'json')
    assert.equal(accepting('*/*', xml), 'xml')
    assert.equal(accepting('*/*;q=0.8', json), 'json')
    assert.equal(accepting('application/*', 'text/xml; charset=utf-8'), 'xml')
    assert.equal(accepting('text/*'), 'xml')
    assert.equal(accepting('text/html, application/xhtml+xml, */*;q=0.1'), 'json')
    assert.equal(accepting(`${xml}, */*`), 'xml')
    assert.equal(accepting(`*/*, ${xml}`), 'xml')
    assert.equal(accepting(`${xml};q=0.5, */*`), 'json')
    assert.equal(accepting(`${json};q=0, */*`), 'xml')
    assert.equal(accepting(`application/*;q=0.1, */*, text/xml;q=0.2`), 'xml')
  })

  test('GEN-03 ERR-01 what is not there is refused, in the format that is named otherwise', () => {
    assert.deepEqual(negotiate({ format: 'ttl' }), { answer: 'json', refused: '_format' })
    assert.deepEqual(negotiate({ format: 'text/turtle', accept: 'text/xml' }), { answer: 'xml', refused: '_format' })
    assert.deepEqual(negotiate({ format: 'html', accept: 'image/png', contentType: 'text/xml' }), { answer: 'xml', refused: '_format' })
    assert.deepEqual(negotiate({ format: 'json', accept: 'image/png' }), { answer: 'json' })
    assert.deepEqual(negotiate({ accept: 'text/html, image/*' }), { answer: 'json', refused: 'Accept' })
    assert.deepEqual(negotiate({ accept: '*/*;q=0' }), { answer: 'json', refused: 'Accept' })
    assert.deepEqual(negotiate({ accept: 'application/fhir+json;q=0', contentType: 'xml' }), { answer: 'xml', refused: 'Accept' })
    assert.deepEqual(negotiate({ contentType: 'text/plain' }), { answer: 'json' })
  })

  test('ERR-05 anything at all is answered in one of the two', () => {
    const wish = fc.option(fc.oneof(fc.string(), fc.constantFrom('*/*', 'q=1', 'text/xml;q=0', ',', ';;', '__proto__')), { nil: undefined })
    fc.assert(
      fc.property(wish, wish, wish, (format, accept, contentType) => {
        assert.match(negotiateFormat({ format, accept, contentType }).answer, /^(?:json|xml)$/)
      }),
    )
  })
})

describe('The format of a body', () => {
  test('GEN-02 GEN-03 is taken under each name, with or without a charset', () => {
    for (const charset of CHARSETS) {
      for (const name of JSON_NAMES) assert.equal(formatOfBody(name + charset), 'json', name + charset)
      for (const name of XML_NAMES) assert.equal(formatOfBody(name + charset), 'xml', name + charset)
    }
    assert.equal(formatOfBody('application/fhir+json; charset=us-ascii'), 'json')
    assert.equal(formatOfBody('application/fhir+json; fhirVersion=3.0; charset=utf8'), 'json')
  })

  test('GEN-03 is none where it is another type, another charset or not said', () => {
    for (const other of [
      undefined,
      '',
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/fhir+turtle',
      'application/fhir+json; charset=iso-8859-1',
      'text/xml;charset="utf-16"',
      'application/fhir+json;charset=',
      '*/*',
    ]) {
      assert.equal(formatOfBody(other), undefined, other)
    }
  })
})
