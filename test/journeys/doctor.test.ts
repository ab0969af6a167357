import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConfigFile } from '../../src/cli/consumer/config.ts'
import { freePorts } from '../given/free-ports.ts'
import { CONSUMER_FQDN, givenSpinePki } from '../given/spine-pki.ts'
import type { World } from '../given/world.ts'
import { byLdap, bySupplier, doctor } from './run-doctor.ts'

describe('gpa doctor', () => {
  test('CON-04 SEC-01 all is well: each step is told as it is done', async (t) => {
    const { exitCode, output, failed, skipped, world } = await doctor(t)
    assert.equal(exitCode, 0, output)
    assert.deepEqual([failed, skipped], [[], ['Own ASID']])
    assert.match(output, /✓ Own certificate {2}consumer\.example\.nhs\.uk, valid until \d{4}-\d{2}-\d{2}: 29 days left\. Renew it now/)
    assert.match(output, /✓ Access token {5}was issued/)
    assert.match(output, /✓ Practice {9}answers: GP Appointments.*, \d+ interactions/)
    assert.match(output, /All is well\./)
    assert.equal(world.log().includes('9998765439'), false)
  })

  test('CON-04 its own ASID as the directory has it, by either route', async (t) => {
    for (const by of [bySupplier, byLdap]) {
      const { exitCode, output, skipped } = await doctor(t, { settings: by })
      assert.deepEqual([exitCode, skipped], [0, []], output)
      assert.match(output, /✓ Own ASID {9}200000000111, as the directory has it/)
    }
  })

  test('another ASID than the directory has for it: said so, and refused by the SSP', async (t) => {
    const other = (good: ConfigFile) => bySupplier({ ...good, organisation: { ...good.organisation, asid: '299999999999' } })
    const { output, failed } = await doctor(t, { settings: other })
    assert.deepEqual(failed, ['Own ASID', 'Practice'])
    assert.match(output, /The directory has ASID 200000000111 for this system, and organisation\.asid is 299999999999\./)
    assert.match(output, /The SSP refused: organisation\.asid is not registered for this interaction\./)
  })

  test('a supplier that has no system there', async (t) => {
    const other = (good: ConfigFile) => ({ ...good, application: { ...good.application, manufacturer: 'ZZ998' } })
    const { output, failed } = await doctor(t, { settings: other })
    assert.deepEqual(failed, ['Own ASID'])
    assert.match(output, /The directory has no system of ZZ998 at B30012 for GP Connect\./)
  })

  test('SEC-01 a directory by LDAP that does not take the certificate, or has another one', async (t) => {
    const strange = async (good: Record<string, string>) => {
      const { chain, key } = (await givenSpinePki()).stranger
      return { ...good, 'ldap.pem': chain, 'ldap.key': key }
    }
    const byStranger = (good: ConfigFile, world: World) => byLdap(good, world, { certificateFile: 'ldap.pem', keyFile: 'ldap.key' })
    const refused = await doctor(t, { settings: byStranger, files: strange })
    assert.deepEqual([refused.failed, refused.skipped], [['SDS connection'], ['SDS', 'Own ASID', 'Practice']], refused.output)
    assert.match(refused.output, /does not lead to a CA of sds\.ldap\.caFile/)
    const other = await doctor(t, { settings: (good, world) => byLdap(good, world, { serverName: 'ldap.example' }) })
    assert.deepEqual(other.failed, ['SDS connection'])
    assert.match(other.output, /The certificate of SDS is for another host name than sds\.ldap\.url has\./)
  })

  test('SEC-01 a directory by LDAP that hangs up on a certificate of a CA it does not trust', async (t) => {
    const { createRootAuthority, issueCertificate, toPem } = await import('../../src/certificates/authority.ts')
    const day = (days: number) => new Date(Date.now() + days * 86_400_000)
    const good = { from: day(-1), until: day(1), keys: 'ec' as const }
    const root = await createRootAuthority({ ...good, name: 'Another root' })
    const { chain, key } = await issueCertificate(root, { ...good, fqdn: CONSUMER_FQDN })
    const added = (files: Record<string, string>) => ({
      ...files,
      'ldap-ca.pem': files['ca.pem'] + toPem([root.certificate]),
      'ldap.pem': chain,
      'ldap.key': key,
    })
    const more = { caFile: 'ldap-ca.pem', certificateFile: 'ldap.pem', keyFile: 'ldap.key' }
    const { output, failed } = await doctor(t, { settings: (settings, world) => byLdap(settings, world, more), files: added })
    assert.deepEqual(failed, ['SDS'], output)
    assert.match(output, /SDS ended the connection once it was made: it does not take this system's certificate, most likely\./)
  })

  test('as JSON, with the details', async (t) => {
    const { exitCode, output } = await doctor(t, { args: ['--json'] })
    const { isWell, findings } = JSON.parse(output)
    assert.deepEqual([exitCode, isWell], [0, true])
    const practice = findings.find(({ step }: { step: string }) => step === 'practice')
    assert.equal(practice.details['FHIR version'], '3.0.1')
    assert.match(practice.details.interactions, /Appointment create/)
  })

  test('settings that are not there or not whole', async (t) => {
    const without = await doctor(t, { files: ({ 'gpa.json': _, ...others }) => others })
    assert.deepEqual([without.exitCode, without.failed], [1, ['Settings']])
    assert.match(without.output, /gpa\.json is not there/)
    const notWhole = await doctor(t, { files: (good) => ({ ...good, 'gpa.json': '{"pds":{}}' }) })
    assert.match(notWhole.output, /pds\.url: .*\n[\s\S]*organisation: /)
  })

  test('a file that is not there', async (t) => {
    const { exitCode, output, failed } = await doctor(t, { files: ({ 'own.key': _, ...others }) => others })
    assert.deepEqual([exitCode, failed], [1, ['Files']])
    assert.match(output, /tls\.keyFile: own\.key is not there/)
  })

  for (const [holds, says] of [
    ['expired', /✗ Own certificate {2}The certificate of tls\.certificateFile expired on .*[\s\S]*subject: CN=consumer/],
    ['not-yet-valid', /✗ Own certificate {2}The certificate of tls\.certificateFile is not valid before /],
  ] as const) {
    test(`SEC-01 its own certificate is ${holds}: said here, and refused by the SSP`, async (t) => {
      const withIt = async (good: Record<string, string>) => {
        const { chain, key } = (await givenSpinePki()).of(CONSUMER_FQDN, holds)
        return { ...good, 'own.pem': chain, 'own.key': key }
      }
      const { exitCode, output, failed, skipped } = await doctor(t, { files: withIt })
      assert.deepEqual([exitCode, failed, skipped], [1, ['Own certificate', 'SSP connection'], ['Own ASID', 'Practice']], output)
      assert.match(output, says)
      assert.match(output, /The SSP refused this system's certificate\.[\s\S]*HTTP 495/)
    })
  }

  test('SEC-01 its own certificate is of another CA: said here, and refused by the SSP', async (t) => {
    const strange = async (good: Record<string, string>) => {
      const { chain, key } = (await givenSpinePki()).stranger
      return { ...good, 'own.pem': chain, 'own.key': key }
    }
    const { output, failed } = await doctor(t, { files: strange })
    assert.deepEqual(failed, ['Own certificate', 'SSP connection'], output)
    assert.match(output, /The certificate does not lead to a CA of tls\.caFile/)
  })

  test('SEC-01 the sub CA is missing behind its own certificate and in the CAs', async (t) => {
    const [first = ''] = (await givenSpinePki()).of(CONSUMER_FQDN).chain.match(/-----BEGIN[\s\S]+?END CERTIFICATE-----\n/g) ?? []
    const rootOnly = async (good: Record<string, string>) => {
      const [, root = ''] = good['ca.pem']?.match(/-----BEGIN[\s\S]+?END CERTIFICATE-----\n?/g) ?? []
      return { ...good, 'own.pem': first, 'ca.pem': root }
    }
    const { output, failed } = await doctor(t, { files: rootOnly })
    assert.equal(failed.includes('Own certificate'), true, output)
    assert.match(output, /not found: CN=Test sub CA/)
  })

  test('SEC-01 CON-11 the CAs are others than those of PDS, SDS and SSP', async (t) => {
    const { createRootAuthority, toPem } = await import('../../src/certificates/authority.ts')
    const day = (days: number) => new Date(Date.now() + days * 86_400_000)
    const other = await createRootAuthority({ name: 'Another root', from: day(-1), until: day(1), keys: 'ec' })
    const { output, failed } = await doctor(t, { files: (good) => ({ ...good, 'ca.pem': toPem([other.certificate]) }) })
    assert.deepEqual(failed, ['Own certificate', 'PDS connection', 'Access token', 'SDS connection', 'SSP connection'], output)
    assert.match(output, /The certificate of PDS does not lead to a CA that is trusted here\.[\s\S]*issuer: CN=Test sub CA/)
  })

  test('the key is that of another certificate: nothing is sent', async (t) => {
    const withOther = async (good: Record<string, string>) => ({ ...good, 'own.key': (await givenSpinePki()).stranger.key })
    const { output, failed, world } = await doctor(t, { files: withOther })
    assert.deepEqual(failed, ['Own key'])
    assert.match(output, /The key of tls\.keyFile is not that of the certificate/)
    assert.deepEqual(world.sspAudit, [])
  })

  for (const holds of ['expired', 'not-yet-valid'] as const) {
    test(`SEC-01 the certificate of PDS, SDS and SSP is ${holds}: refused here`, async (t) => {
      const { output, failed } = await doctor(t, { spine: { spine: holds } })
      assert.deepEqual(failed, ['PDS connection', 'Access token', 'SDS connection', 'SSP connection'])
      assert.match(output, holds === 'expired' ? /The certificate of PDS has expired/ : /The certificate of PDS is not valid yet/)
    })

    test(`SEC-01 the provider's certificate is ${holds}: the SSP says that it cannot be reached`, async (t) => {
      const { output, failed } = await doctor(t, { spine: { provider: holds } })
      assert.deepEqual(failed, ['Practice'])
      assert.match(output, /The SSP could not reach the practice's system\./)
    })

    test(`SEC-01 the certificate that the SSP shows the provider is ${holds}: refused behind the SSP`, async (t) => {
      const { output, failed } = await doctor(t, { spine: { ssp: holds } })
      assert.deepEqual(failed, ['Practice'])
      assert.match(output, /A certificate was refused behind the SSP, which took this system's\./)
    })
  }

  test('SEC-01 a good certificate that is registered for another system', async (t) => {
    const asOther = async (good: Record<string, string>) => {
      const { chain, key } = (await givenSpinePki()).of('localhost')
      return { ...good, 'own.pem': chain, 'own.key': key }
    }
    const { output, failed } = await doctor(t, { files: asOther })
    assert.deepEqual(failed, ['Practice'])
    assert.match(output, /The SSP refused: the certificate is not the one registered with organisation\.asid\./)
  })

  test('CON-09 a practice that SDS does not know', async (t) => {
    const { output, failed, skipped } = await doctor(t, { args: ['--practice', 'ZZ999'] })
    assert.deepEqual([failed, skipped], [['SDS'], ['Own ASID', 'Practice']])
    assert.match(output, /Practice ZZ999 has no endpoint for GP Connect in the directory\./)
  })

  test('CON-09 no data-sharing agreement: refused by the SSP, and this system is well', async (t) => {
    const { exitCode, output, failed } = await doctor(t, { practice: { shared: false } })
    assert.deepEqual([exitCode, failed], [1, ['Practice']])
    assert.match(output, /no data-sharing agreement[\s\S]*Nothing is wrong with this system[\s\S]*by: ssp/)
  })

  test('an ASID that is not registered: refused by the SSP', async (t) => {
    const other = (good: ConfigFile) => ({ ...good, organisation: { ...good.organisation, asid: '299999999999' } })
    const { output, failed } = await doctor(t, { settings: other })
    assert.deepEqual(failed, ['Practice'])
    assert.match(output, /The SSP refused: organisation\.asid is not registered for this interaction\./)
  })

  test('CON-04 the key for access tokens is not registered', async (t) => {
    const { output, failed, skipped } = await doctor(t, { kid: 'key-2' })
    assert.deepEqual([failed, skipped], [['Access token'], ['PDS', 'Own ASID']])
    assert.match(output, /No registered public key has this key id\.[\s\S]*Compare pds\.token\.keyId[\s\S]*code: key-id-unknown/)
  })

  for (const [what, change, says] of [
    ['another URL', { url: '/oauth2/token?' }, /✗ Access token {5}The assertion is not addressed to this token endpoint/],
    ['another API key', { apiKey: 'unknown' }, /✗ Access token {5}The token endpoint does not know the API key/],
  ] as const) {
    test(`CON-04 access tokens by ${what} than the platform's`, async (t) => {
      const changed = (good: ConfigFile, { urls }: World): ConfigFile => {
        const { token } = good.pds
        assert.ok(token)
        return {
          ...good,
          pds: { ...good.pds, token: { ...token, ...change, ...('url' in change && { url: `${urls.apiUrl}${change.url}` }) } },
        }
      }
      const { output, failed } = await doctor(t, { settings: changed })
      assert.deepEqual(failed, ['Access token'], output)
      assert.match(output, says)
    })
  }

  test('CON-04 a private key for access tokens that is none', async (t) => {
    const { output, failed } = await doctor(t, { files: (good) => ({ ...good, 'token.pem': 'nothing' }) })
    assert.deepEqual(failed, ['Access token'])
    assert.match(output, /The private key for access tokens is no PEM/)
  })

  test('CON-11 PDS is down: said so, and the others are looked at', async (t) => {
    const port = await freePorts(1)
    const down = (good: ConfigFile): ConfigFile => ({ ...good, pds: { url: `https://localhost:${port}/personal-demographics/FHIR/R4` } })
    const { output, failed, skipped } = await doctor(t, { settings: down })
    assert.deepEqual([failed, skipped], [['PDS connection'], ['Access token', 'PDS', 'Own ASID']], output)
    assert.match(output, /Nobody listens at localhost:\d+, the address of PDS\.[\s\S]*code: ECONNREFUSED/)
  })

  test('CON-11 the provider is down: the SSP says so', async (t) => {
    const { output, failed } = await doctor(t, { before: (world) => world.stopProvider() })
    assert.deepEqual(failed, ['Practice'])
    assert.match(output, /The SSP could not reach the practice's system\.[\s\S]*by: ssp[\s\S]*code: ERROR_COMMUNICATING_TO_ENDPOINT/)
  })

  test('CON-11 the provider refuses: told apart from the SSP', async (t) => {
    const failing = ({ faults, practices }: World) =>
      faults.replace({
        kind: 'faults',
        seed: 1,
        rules: [{ where: { service: 'ssp', practice: practices[0]?.odsCode ?? '' }, what: { kind: 'status', status: 500 } }],
      })
    const { output, failed } = await doctor(t, { before: failing })
    assert.deepEqual(failed, ['Practice'])
    assert.match(output, /The practice's system refused the request\. It said INTERNAL_SERVER_ERROR\.[\s\S]*by: provider/)
  })

  for (const [kind, says] of [
    ['time-out', 'No answer came through the SSP in the time allowed.'],
    ['reset-before', 'The SSP ended the connection without an answer.'],
  ] as const) {
    test(`CON-11 no answer comes of the practice (${kind}): nobody is said to have refused`, async (t) => {
      const silent = ({ faults, practices }: World) =>
        faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { practice: practices[0]?.odsCode ?? '' }, what: { kind } }] })
      const impatient = (good: ConfigFile): ConfigFile => ({ ...good, patience: { call: 1, federation: 1 } })
      const { output, failed } = await doctor(t, { before: silent, settings: impatient })
      assert.deepEqual(failed, ['Practice'])
      assert.equal(output.includes(says), true, output)
      assert.equal(output.includes('refused'), false, output)
    })
  }

  for (const [minutes, says] of [
    [10, /the clock of this machine is fast\. By its own it is 10 minutes fast\.[\s\S]*This machine's clock is 10 minutes fast\./],
    [-10, /the clock of this machine is slow\. By its own it is 10 minutes slow\.[\s\S]*This machine's clock is 10 minutes slow\./],
  ] as const) {
    test(`SEC-04 the clock is off by ${minutes} minutes: said how far, and who refuses for it`, async (t) => {
      const { output, failed } = await doctor(t, { clockAheadMs: minutes * 60_000 })
      assert.equal(failed.includes('Access token') && failed.includes('Clock'), true, output)
      assert.match(output, says)
    })
  }
})
