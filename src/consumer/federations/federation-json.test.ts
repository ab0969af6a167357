import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readFederationJson, toFederationJson } from './federation-json.ts'
import { anyFederation, givenFederation, givenFederationFile } from './given/federation.ts'

describe('A federation as JSON', () => {
  test('is read back as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(anyFederation, (federation) => {
        assert.deepEqual(readFederationJson(toFederationJson(federation)), { federation })
      }),
    )
  })

  test('what a form leaves blank is not asked for, and not written', () => {
    const blank = { deliveryChannel: '', slotType: ' ', location: undefined, weekdays: [], timeOfDay: { from: undefined }, minutes: 10 }
    const read = readFederationJson(toFederationJson({ ...givenFederation(), defaultFilter: blank }))
    assert.deepEqual('federation' in read && read.federation.defaultFilter, { timeOfDay: {}, minutes: 10 })
  })

  test('may begin with a byte order mark', () => {
    assert.ok('federation' in readFederationJson(`\uFEFF${JSON.stringify(givenFederationFile())}`))
  })

  for (const [what, text, place] of [
    ['what is no JSON', '{ "kind": "federation",\n  "name": Leeds }', 'line 2, column 11'],
    ['a property given twice', '{ "name": "a",\n "name": "b" }', 'line 2, column 2'],
    ['more than can be meant', `"${'x'.repeat(2_000_000)}"`, '(file)'],
  ] as const) {
    test(`refuses ${what}, and says where`, () => {
      const read = readFederationJson(text)
      assert.deepEqual('faults' in read && read.faults.map((fault) => fault.place), [place])
    })
  }
})
