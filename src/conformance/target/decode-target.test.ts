import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeTarget, decodeTargetValue } from './decode-target.ts'
import { lackingFor } from './lacking.ts'

const GOOD = {
  serviceRoot: 'https://provider.example/A20047/STU3/1/gpconnect',
  asid: '200000000222',
  consumer: { asid: '200000000111', odsCode: 'RX8', name: 'NHS 111' },
}

function faultsOf(value: unknown): string[] {
  const decoded = decodeTargetValue(value)
  return 'faults' in decoded ? decoded.faults : []
}

describe('The target file', () => {
  test('the least that it must say is enough', () => {
    const decoded = decodeTarget(JSON.stringify(GOOD))
    assert.ok('target' in decoded)
    assert.deepEqual([decoded.target.dialect, decoded.target.requestsPerSecond, decoded.target.data], ['assurance', 25, {}])
  })

  test('all faults are told at once, by their place, and no value is repeated', () => {
    // When
    const faults = faultsOf({
      ...GOOD,
      asid: '12',
      serviceRoot: 'ftp://provider.example',
      data: {
        patient: { nhsNumber: '9990000019', family: 'X', birthDate: '1980-02-30' },
        'free-slots': { from: 'soon', to: 3 },
        nothing: 1,
      },
    })
    // Then
    for (const place of ['asid', 'serviceRoot', 'data.patient.nhsNumber', 'data.patient.birthDate', 'data.free-slots.from', 'data']) {
      assert.ok(
        faults.some((fault) => fault.startsWith(`${place}:`)),
        `${place} is not among ${faults.join('\n')}`,
      )
    }
    assert.ok(!faults.join().includes('9990000019'))
  })

  test('plain HTTP has to be asked for', () => {
    const plain = { ...GOOD, serviceRoot: 'http://127.0.0.1:4800/A20047/STU3/1/gpconnect' }
    assert.match(faultsOf(plain).join(), /plainHttp: must be true/)
    assert.deepEqual(faultsOf({ ...plain, plainHttp: true }), [])
    assert.match(faultsOf({ ...GOOD, plainHttp: true }).join(), /plainHttp/)
  })

  test('a text that is no JSON is told so', () => {
    const decoded = decodeTarget('{')
    assert.ok('faults' in decoded && decoded.faults[0]?.startsWith('It is not JSON'))
  })

  test('what a scenario needs and the target lacks is said in words', () => {
    const decoded = decodeTargetValue({ ...GOOD, ssp: 'https://ssp.example', data: { 'free-slots': { from: 1, to: 2 } } })
    assert.ok('target' in decoded)
    assert.equal(lackingFor(decoded.target, ['free-slots']), undefined)
    assert.match(lackingFor(decoded.target, ['free-slots', 'patient', 'direct', 'tls']) ?? '', /"patient": A patient.*SSP.*mutual TLS/)
  })
})
