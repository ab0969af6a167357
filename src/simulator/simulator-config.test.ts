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
      providerTimeoutMs: undefined,
    })
    assert.equal(parseSimulatorConfig({ ...env, SIMULATOR_PROVIDER_TIMEOUT_MS: '500' }).providerTimeoutMs, 500)
  })

  test('every fault is reported at once', () => {
    const env = { SIMULATOR_HOST: ' ', SIMULATOR_API_PORT: '65536', SIMULATOR_SSP_PORT: '80x', SIMULATOR_PROVIDER_TIMEOUT_MS: '-1' }
    assert.throws(
      () => parseSimulatorConfig(env),
      (error) => error instanceof ConfigError && error.faults.length === 5 && error.faults.every((fault) => fault.startsWith('SIMULATOR_')),
    )
  })
})
