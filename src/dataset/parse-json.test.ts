import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseJson } from './parse-json.ts'

describe('JSON of a data file', () => {
  test('whatever JSON.stringify writes is read back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent)
        const parsed = parseJson(text)
        const unstorable = text.includes('\\u0000') || !text.isWellFormed()
        assert.deepEqual('value' in parsed ? parsed.value : 'faults', unstorable ? 'faults' : JSON.parse(text))
      }),
    )
  })

  test('it takes what JSON.parse takes, and nothing else', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-0.5e3',
      '01',
      'true',
      'null',
      ' ',
      '\n',
      '"\\u12"',
      '"\\x"',
      "'",
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const parsed = parseJson(text)
        const isGivenTwice = 'faults' in parsed && parsed.faults.every(({ message }) => message === 'is given twice')
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        assert.equal('value' in parsed || isGivenTwice, isJson, text)
      }),
      { numRuns: 2_000 },
    )
  })

  const slips: [text: string, place: string, message: string][] = [
    ['{\n  "a": 1,\n  "b": \n}', 'line 4, column 1', 'is not JSON from here on'],
    ['{ "a": [1, 2, ] }', 'line 1, column 15', 'is not JSON from here on'],
    ['{ "a": 1', 'line 1, column 9', 'the file ends too early'],
    ['', 'line 1, column 1', 'the file ends too early'],
    ['{ "a": 1 } x', 'line 1, column 12', 'is not JSON from here on'],
    ["{ 'a': 1 }", 'line 1, column 3', 'is not JSON from here on'],
    ['{ "list": [{ "a": 1, "a": 2 }] }', 'list[0].a', 'is given twice'],
    ['["half \\ud83d"]', '[0]', 'holds a character that is none'],
    ['{ "a": "\\u0000" }', 'a', 'holds a character that is none'],
  ]
  for (const [text, place, message] of slips) {
    test(`a slip has its place: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseJson(text), { faults: [{ place, message }] })
    })
  }

  test('a byte order mark is no slip', () => {
    assert.deepEqual(parseJson('\uFEFF{}'), { value: {} })
  })

  test('nesting without end is a fault, not a crash', () => {
    const parsed = parseJson('['.repeat(100_000))
    assert.ok('faults' in parsed)
  })
})
