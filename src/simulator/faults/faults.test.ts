import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { decodeFaultScript, type FaultScriptSource, faultScriptJsonSchema } from './fault-script.ts'
import { createFaults } from './faults.ts'

function givenFaults(rules: NonNullable<FaultScriptSource['rules']>, seed = 1) {
  const decoded = decodeFaultScript({ kind: 'faults', seed, rules })
  assert.ok('script' in decoded, JSON.stringify(decoded))
  return createFaults(decoded.script)
}

const AT_PRACTICE = { service: 'ssp', practice: 'A20047', interaction: 'urn:nhs:names:services:gpconnect:fhir:rest:search:slot-1' } as const

const playedIn = (faults: ReturnType<typeof createFaults>, times: number) =>
  Array.from({ length: times }, () => faults.next(AT_PRACTICE)?.kind ?? '-')

describe('Faults on demand', () => {
  test('by rate: the same seed plays the same ones, another seed others, and about as many as asked for', () => {
    const rules = [{ where: { practice: 'A20047' }, when: { rate: 0.3 }, what: { kind: 'time-out' as const } }]
    const [first, again, other] = [givenFaults(rules), givenFaults(rules), givenFaults(rules, 2)].map((faults) => playedIn(faults, 1_000))
    assert.deepEqual(first, again)
    assert.notDeepEqual(first, other)
    const played = first?.filter((kind) => kind === 'time-out').length ?? 0
    assert.ok(played > 250 && played < 350, String(played))
  })

  test('by count: the first so many, and every so manieth', () => {
    const where = { service: 'ssp' as const }
    assert.deepEqual(playedIn(givenFaults([{ where, when: { first: 2 }, what: { kind: 'reset-after' } }]), 4), [
      'reset-after',
      'reset-after',
      '-',
      '-',
    ])
    assert.deepEqual(playedIn(givenFaults([{ where, when: { every: 2 }, what: { kind: 'delay', ms: 1 } }]), 4), [
      '-',
      'delay',
      '-',
      'delay',
    ])
  })

  test('where: service, practice and interaction; a practice alone is met through the SSP', () => {
    const faults = givenFaults([{ where: { practice: 'A20047', interaction: 'bookAppointment' }, what: { kind: 'time-out' } }])
    const interaction = 'urn:nhs:names:services:gpconnect:fhir:rest:create:appointment-1'
    assert.equal(faults.next(AT_PRACTICE), undefined)
    assert.equal(faults.next({ ...AT_PRACTICE, practice: 'B86013', interaction }), undefined)
    assert.equal(faults.next({ service: 'pds' }), undefined)
    assert.equal(faults.next({ ...AT_PRACTICE, interaction })?.kind, 'time-out')
    assert.equal(faults.next({ service: 'sds', practice: 'A20047', interaction }), undefined)
  })

  test('what a service does with connections and clocks is no request of its', () => {
    const faults = givenFaults([
      { where: { service: 'pds' }, what: { kind: 'expired-certificate' } },
      { where: { service: 'token' }, what: { kind: 'skewed-clock', minutes: -5 } },
    ])
    assert.equal(faults.next({ service: 'pds' }), undefined)
    assert.deepEqual([faults.expiredCertificate('pds'), faults.expiredCertificate('ssp')], [true, false])
    assert.deepEqual([faults.skewMs(['pds', 'token']), faults.skewMs(['cis2'])], [-300_000, 0])
  })

  test('the published JSON Schema is the one of the decoder (scripts/write-schemas.ts writes it), and the example is sound', () => {
    const read = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))
    assert.deepEqual(read('docs/schemas/faults.schema.json'), JSON.parse(JSON.stringify(faultScriptJsonSchema())))
    assert.ok('script' in decodeFaultScript(read('examples/faults.json')))
  })

  test('every fault of a script is named, with its place', () => {
    const decoded = decodeFaultScript({
      kind: 'faults',
      rules: [
        { where: {}, what: { kind: 'time-out' } },
        { where: { service: 'pds', practice: 'A20047' }, what: { kind: 'delay', ms: -1 } },
        { where: { service: 'ssp' }, what: { kind: 'stale-address' } },
        { where: { service: 'pds' }, when: { rate: 2 }, what: { kind: 'time-out' } },
      ],
    })
    assert.ok('faults' in decoded)
    assert.deepEqual(
      decoded.faults.map((fault) => fault.slice(0, fault.indexOf(':'))),
      ['rules.0.where', 'rules.1.what.ms', 'rules.1.where', 'rules.2.where', 'rules.3.when.rate'],
    )
  })
})
