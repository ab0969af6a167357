import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseNhsNumber } from '../nhs/nhs-number.ts'
import type { PdsOutcome } from '../spine/pds.ts'
import { traceOnPds } from './trace-on-pds.ts'

async function trace(outcome: PdsOutcome) {
  const nhsNumber = parseNhsNumber('9990000018')
  assert.ok(nhsNumber)
  const logged: unknown[][] = []
  const traced = await traceOnPds({ retrieve: async () => outcome }, { warn: (...line: unknown[]) => void logged.push(line) })(nhsNumber)
  return { traced, logged }
}

describe('Trace on PDS', () => {
  test('REG-02 a number that PDS holds for none is an invalid one', async () => {
    assert.deepEqual((await trace({ kind: 'invalid-number' })).traced, { kind: 'invalidated' })
    assert.deepEqual(await trace({ kind: 'not-found' }), { traced: { kind: 'not-found' }, logged: [] })
  })

  test('what keeps the provider from PDS is logged by its name, without the number', async () => {
    const outcome = { kind: 'unavailable', reason: 'not-authorised', fault: 'signature-refused' } as const
    const { traced, logged } = await trace(outcome)
    assert.deepEqual(traced, outcome)
    assert.deepEqual(logged, [[{ reason: 'not-authorised', fault: 'signature-refused' }, 'PDS could not be asked']])
  })
})
