import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { INTERACTION_IDS } from '../../src/nhs/interaction-ids.ts'
import { decodeFaultScript, type FaultScriptSource } from '../../src/simulator/faults/fault-script.ts'
import { startSimulator } from '../../src/simulator/start-simulator.ts'
import { givenLdapClient } from './given-ldap.ts'
import { givenPki } from './given-pki.ts'
import { ods } from './look-ups.ts'
import { spineSource } from './spine-source.ts'

const lookUp = (odsCode: string) => ({ odsCode: ods(odsCode), interactionId: INTERACTION_IDS.searchFreeSlots })

async function givenSpineWithLdap(t: TestContext, rules: NonNullable<FaultScriptSource['rules']> = []) {
  const { good, bad, authorities } = await givenPki()
  const identity = ({ chain, key }: { chain: string; key: string }) => ({ certificate: chain, key })
  const decoded = decodeFaultScript({ kind: 'faults', rules })
  assert.ok('script' in decoded)
  const simulator = await startSimulator({
    data: spineSource(),
    now: () => new Date(),
    newId: randomUUID,
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    ldapPort: 0,
    tls: { server: identity(good.provider), ssp: identity(good.ssp), ca: authorities, expired: identity(bad.expired) },
    faults: decoded.script,
  })
  t.after(simulator.close)
  assert.ok(simulator.ldapUrl)
  const tls = { ca: authorities, certificate: good.consumer.chain, key: good.consumer.key }
  return { simulator, ...givenLdapClient(t, { url: simulator.ldapUrl, tls, queryTimeoutMs: 1_000 }) }
}

describe('The simulated Spine, its directory by LDAP', () => {
  test('shows the data of now, as the other services do', async (t) => {
    const { sds, simulator } = await givenSpineWithLdap(t)
    assert.equal((await sds.lookUp(lookUp('ZZ001'))).kind, 'found')
    simulator.replaceData({ ...spineSource(), organisations: [] })
    assert.equal((await sds.lookUp(lookUp('ZZ001'))).kind, 'not-enabled')
  })

  test('plays the faults of the script: an old address, a failure, a delay and silence', async (t) => {
    const { sds } = await givenSpineWithLdap(t, [
      { where: { service: 'sds', practice: 'ZZ001' }, when: { first: 1 }, what: { kind: 'stale-address' } },
      { where: { service: 'sds', practice: 'ZZ002' }, when: { first: 1 }, what: { kind: 'stale-address' } },
      { where: { service: 'sds', practice: 'ZZ003' }, when: { first: 1 }, what: { kind: 'status', status: 504 } },
      { where: { service: 'sds', practice: 'ZZ004' }, when: { first: 1 }, what: { kind: 'status', status: 503 } },
      { where: { service: 'sds', practice: 'ZZ005' }, when: { first: 1 }, what: { kind: 'delay', ms: 20 } },
      { where: { service: 'sds', practice: 'ZZ009' }, when: { first: 1 }, what: { kind: 'time-out' } },
    ])
    const stale = await sds.lookUp(lookUp('ZZ001'))
    assert.ok(stale.kind === 'found')
    assert.equal(stale.serviceRoot, 'https://Provider.Example.org:4433/ZZ001/STU3/1/gpconnect-before')
    const slashed = await sds.lookUp(lookUp('ZZ002'))
    assert.ok(slashed.kind === 'found')
    assert.equal(slashed.serviceRoot, 'https://provider.example.org/ZZ002/STU3/1/gpconnect-before/')
    assert.deepEqual(await sds.lookUp(lookUp('ZZ003')), { kind: 'unavailable', reason: 'timed-out' })
    assert.deepEqual(await sds.lookUp(lookUp('ZZ004')), { kind: 'unavailable', reason: 'failed' })
    assert.deepEqual(await sds.lookUp(lookUp('ZZ005')), { kind: 'not-enabled', nothingAt: 'endpoint' })
    assert.deepEqual(await sds.lookUp(lookUp('ZZ009')), { kind: 'unavailable', reason: 'timed-out' })
  })

  test('SEC-01 shows an expired certificate on demand, which the client refuses', async (t) => {
    const { sds } = await givenSpineWithLdap(t, [{ where: { service: 'sds' }, when: { first: 1 }, what: { kind: 'expired-certificate' } }])
    assert.deepEqual(await sds.lookUp(lookUp('ZZ001')), { kind: 'unavailable', reason: 'no-connection' })
    assert.equal((await sds.lookUp(lookUp('ZZ001'))).kind, 'found')
  })
})
