import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseOdsCode } from '../../src/nhs/ods-code.ts'
import { wireOf } from './draft.ts'
import { createJunk } from './junk.ts'
import { draftOf, KIND_NAMES, KINDS, planOf } from './plan.ts'
import { type FuzzedPractice, STOCK } from './practice-under-fuzz.ts'

const odsCode = parseOdsCode('FZ000000')
assert.ok(odsCode)
const ids = { patient: 'p', practitioner: 'q', organisation: 'o', location: 'l', service: 's' }
const slot = { id: 'x', start: '2026-03-03T09:00:00+00:00', end: '2026-03-03T09:10:00+00:00' }
const practice: FuzzedPractice = { odsCode, serviceRoot: 'https://provider.example/FZ000000/STU3/1/gpconnect', ids, slots: [slot] }
const appointments = Array.from({ length: 2 * STOCK }, (_, index) => ({
  resourceType: 'Appointment',
  id: `a${index}`,
  meta: { versionId: '1' },
}))

/** What would be sent, with the names of what was done to it. */
function requestsOf(seed: number, count: number): string[] {
  const of = { seed, practice, appointments, junk: createJunk(seed) }
  return Array.from({ length: count }, (_, number) => {
    const plan = planOf(seed, number, KIND_NAMES)
    const { bytes, expected } = wireOf(draftOf(of, plan, plan.steps))
    return `${plan.steps.map(({ kind, name }) => `${kind}: ${name}`).join()} ${expected} ${bytes.toString('latin1')}`
  })
}

describe('The plan of a fuzz run', () => {
  test('the same seed sends the same bytes, and another one others', () => {
    const requests = requestsOf(7, 600)
    assert.deepEqual(requestsOf(7, 600), requests)
    const others = requestsOf(8, 600)
    assert.ok(requests.filter((request, number) => request === others[number]).length < 10)
  })

  test('every mutation of every kind comes up, alone and with others', () => {
    const steps = Array.from({ length: 20_000 }, (_, number) => planOf(1, number, KIND_NAMES).steps)
    const names = new Set(steps.flat().map(({ kind, name }) => `${kind}: ${name}`))
    for (const kind of KIND_NAMES) for (const name of Object.keys(KINDS[kind].mutations)) assert.ok(names.has(`${kind}: ${name}`), name)
    assert.ok(steps.some(({ length }) => length === 1) && steps.some(({ length }) => length > 2))
  })

  test('every kind names mutations that it has', () => {
    for (const { mostly, mutations } of Object.values(KINDS)) {
      for (const name of mostly) assert.ok(name in mutations, name)
    }
  })
})
