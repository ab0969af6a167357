import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseJson } from './parse-json.ts'

function reasonFor(text: string): string {
  const parsed = parseJson(text)
  assert.equal(parsed.kind, 'malformed', text)
  return parsed.kind === 'malformed' ? parsed.reason : ''
}

describe('Reading a JSON body', () => {
  test('ERR-03 what is malformed is located by line and column', () => {
    assert.equal(reasonFor(''), 'line 1, column 1: expected a value')
    assert.equal(reasonFor('{\n  "status": booked\n}'), 'line 2, column 13: expected a value')
    assert.equal(reasonFor('{"a": 1,}'), 'line 1, column 9: expected a key in double quotes')
    assert.equal(reasonFor('{"a" 1}'), 'line 1, column 6: expected a colon after the key')
    assert.equal(reasonFor('[1 2]'), 'line 1, column 4: expected a comma or ]')
    assert.equal(reasonFor('[1,]'), 'line 1, column 4: expected a value')
    assert.equal(reasonFor('{} {}'), 'line 1, column 4: expected nothing after the end of the JSON text')
    assert.equal(reasonFor('["a'), 'line 1, column 4: expected a closing double quote')
    assert.equal(reasonFor('["a\nb"]'), 'line 1, column 4: expected an escape such as \\n instead of a control character')
    assert.equal(reasonFor('["\\x"]'), 'line 1, column 3: expected an escape of JSON')
    assert.equal(reasonFor('<Appointment/>'), 'line 1, column 1: expected a value')
    assert.equal(reasonFor('\ufeff{}'), 'line 1, column 1: expected a value')
    assert.equal(reasonFor('[01]'), 'line 1, column 3: expected a comma or ]')
  })

  test('ERR-03 a key that an object has twice is malformed, however it is spelt', () => {
    assert.equal(
      reasonFor('{"status": "booked",\n "status": "cancelled"}'),
      'line 2, column 2: expected a key that this object does not have yet',
    )
    assert.equal(reasonFor('{"a":{"b":1, "\\u0062": 2}}'), 'line 1, column 14: expected a key that this object does not have yet')
    assert.equal(reasonFor('{"__proto__":1,"__proto__":2}'), 'line 1, column 16: expected a key that this object does not have yet')
    assert.equal(parseJson('[{"a":"\\\\"},{"a":":\\":"},{"b":{"a":"a"}}]').kind, 'parsed')
  })

  test('ERR-03 nesting is bounded', () => {
    assert.equal(parseJson(`${'['.repeat(100)}${']'.repeat(100)}`).kind, 'parsed')
    assert.match(reasonFor(`${'['.repeat(101)}${']'.repeat(101)}`), /column 101: expected at most 100/)
    assert.match(reasonFor('{"a":'.repeat(100_000)), /expected at most 100/)
  })

  test('ERR-03 ERR-05 what nests too deep is not tried, for JSON.parse would make the process larger for good', (t) => {
    const { mock } = t.mock.method(JSON, 'parse')
    for (const text of ['['.repeat(1_000_000), '{"a":'.repeat(200_000), `${'['.repeat(101)}${']'.repeat(101)}`]) {
      assert.match(reasonFor(text), /expected at most 100/)
    }
    // Each key by itself is.
    assert.ok(mock.calls.every(({ arguments: [text] }) => text.length < 10))
    // Only what opens counts, and not in a text.
    const wide = `[${'[],{"[[":"\\\\\\"{{"},'.repeat(200)}[]]`
    assert.equal(parseJson(wide).kind, 'parsed')
  })

  test('ERR-03 a __proto__ key is a key like any other', () => {
    const parsed = parseJson('{"__proto__": {"status": "booked"}}')
    assert.ok(parsed.kind === 'parsed' && typeof parsed.value === 'object' && parsed.value !== null)
    assert.equal('status' in parsed.value, false)
  })

  test('ERR-03 what JSON can say is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.nat(4), (text, indent) => {
        const value: unknown = JSON.parse(text)
        assert.deepEqual(parseJson(JSON.stringify(value, null, indent)), { kind: 'parsed', value })
      }),
    )
  })

  test('ERR-03 whatever JSON.parse refuses is located, and only a key twice is refused besides', () => {
    const damage = fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '1', '-', 'e', 'x', ' ', '\n', '\u0001')
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(), damage, (text, at, junk) => {
        // Given
        const place = at % (text.length + 1)
        const damaged = `${text.slice(0, place)}${junk}${text.slice(place + 1)}`
        let isJson = true
        try {
          JSON.parse(damaged)
        } catch {
          isJson = false
        }

        // When
        const parsed = parseJson(damaged)

        // Then
        if (!isJson) assert.equal(parsed.kind, 'malformed')
        if (parsed.kind === 'malformed') {
          assert.match(parsed.reason, /^line \d+, column \d+: expected /)
          if (isJson) assert.match(parsed.reason, /a key that this object does not have yet$/)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
