import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigError } from '../nhs/config-error.ts'
import { parseSimulatorConfig } from './simulator-config.ts'

describe('Simulator settings', () => {
  test('all settings are read', () => {
    const env = { SIMULATOR_DATA: 'spine.json', SIMULATOR_HOST: '127.0.0.1', SIMULATOR_API_PORT: '0', SIMULATOR_SSP_PORT: '4001' }
    assert.deepEqual(parseSimulatorConfig(env), {
      dataFile: 'spine.json',
      host: '127.0.0.1',
      apiPort: 0,
      sspPort: 4001,
      controlPort: undefined,
      ldapPort: undefined,
      cis2Port: undefined,
      cis2Issuer: undefined,
      cis2Plain: false,
      faultsFile: undefined,
      odsFile: undefined,
      providerTimeoutMs: undefined,
      tls: undefined,
    })
    assert.equal(parseSimulatorConfig({ ...env, SIMULATOR_CONTROL_PORT: '4003' }).controlPort, 4003)
    const cis2 = { SIMULATOR_CIS2_PORT: '4004', SIMULATOR_CIS2_ISSUER: 'https://cis2.example.nhs.uk:443/oidc' }
    assert.equal(parseSimulatorConfig({ ...env, ...cis2 }).cis2Port, 4004)
    assert.equal(parseSimulatorConfig({ ...env, ...cis2, SIMULATOR_CIS2_PLAIN: 'yes' }).cis2Plain, true)
    assert.equal(parseSimulatorConfig({ ...env, ...cis2 }).cis2Issuer, 'https://cis2.example.nhs.uk:443/oidc')
    assert.throws(() => parseSimulatorConfig({ ...env, SIMULATOR_CIS2_ISSUER: 'cis2.example.nhs.uk/' }), /SIMULATOR_CIS2_ISSUER must be/)
    assert.equal(parseSimulatorConfig({ ...env, SIMULATOR_PROVIDER_TIMEOUT_MS: '500' }).providerTimeoutMs, 500)
  })

  test('SEC-01 the files of mutual TLS come together or not at all', () => {
    const env = { SIMULATOR_DATA: 'spine.json', SIMULATOR_HOST: '127.0.0.1', SIMULATOR_API_PORT: '0', SIMULATOR_SSP_PORT: '0' }
    const server = { SIMULATOR_TLS_CERTIFICATE: 'a.pem', SIMULATOR_TLS_KEY: 'a.key', SIMULATOR_TLS_CA: 'ca.pem' }
    const ssp = { SIMULATOR_SSP_CERTIFICATE: 's.pem', SIMULATOR_SSP_KEY: 's.key' }
    assert.deepEqual(parseSimulatorConfig({ ...env, ...server, ...ssp }).tls, {
      server: { certificate: 'a.pem', key: 'a.key' },
      ssp: { certificate: 's.pem', key: 's.key' },
      ca: 'ca.pem',
      expired: undefined,
    })
    assert.equal(parseSimulatorConfig({ ...env, ...server, ...ssp, SIMULATOR_LDAP_PORT: '636' }).ldapPort, 636)
    assert.throws(() => parseSimulatorConfig({ ...env, SIMULATOR_LDAP_PORT: '636' }), /needs the settings for TLS/)
    assert.throws(() => parseSimulatorConfig({ ...env, ...server }), /SIMULATOR_SSP_CERTIFICATE is missing.*SIMULATOR_SSP_KEY is missing/s)
    assert.throws(() => parseSimulatorConfig({ ...env, ...server, ...ssp, SIMULATOR_EXPIRED_KEY: 'x' }), /belong together/)
  })

  test('every fault is reported at once', () => {
    const env = { SIMULATOR_HOST: ' ', SIMULATOR_API_PORT: '65536', SIMULATOR_SSP_PORT: '80x', SIMULATOR_PROVIDER_TIMEOUT_MS: '-1' }
    assert.throws(
      () => parseSimulatorConfig(env),
      (error) => error instanceof ConfigError && error.faults.length === 5 && error.faults.every((fault) => fault.startsWith('SIMULATOR_')),
    )
  })
})
