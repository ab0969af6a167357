import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigError } from '../nhs/config-error.ts'
import { parseProviderConfig } from './config.ts'

const ENOUGH = {
  PROVIDER_PORT: '8080',
  PROVIDER_BASE_URL: 'https://provider.example',
  PROVIDER_PLAIN_HTTP: 'yes',
  PDS_URL: 'https://pds.example/FHIR/R4',
  GPA_DATA: './data',
}

const faultsOf = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    parseProviderConfig(env)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults
  }
}

describe("The provider's settings", () => {
  test('what is not set and need not be has its documented value', () => {
    assert.deepEqual(parseProviderConfig(ENOUGH), {
      host: '127.0.0.1',
      port: 8080,
      baseUrl: 'https://provider.example',
      routingSegment: 'gpconnect',
      database: { directory: './data' },
      pdsUrl: 'https://pds.example/FHIR/R4',
      additionalAudiences: [],
      tokenSkewSeconds: 0,
      dialect: 'assurance',
      bodyLimitBytes: 1_048_576,
      temporaryRegistrationDays: 90,
    })
  })

  test('a PostgreSQL is preferred to the embedded database', () => {
    assert.deepEqual(parseProviderConfig({ ...ENOUGH, DATABASE_URL: 'postgres://db.example/book' }).database, {
      databaseUrl: 'postgres://db.example/book',
    })
  })

  test('every fault is reported at once', () => {
    const faults = faultsOf({
      PROVIDER_PORT: '80 80',
      PROVIDER_BASE_URL: 'https://provider.example/',
      DIALECT: 'broad',
      BODY_LIMIT_BYTES: '1',
    })
    for (const name of [
      'PROVIDER_PORT',
      'PROVIDER_BASE_URL',
      'PROVIDER_PLAIN_HTTP',
      'PDS_URL',
      'DATABASE_URL',
      'DIALECT',
      'BODY_LIMIT_BYTES',
    ]) {
      assert.equal(faults.filter((fault) => fault.startsWith(name)).length, 1, `${name}: ${faults.join(' ')}`)
    }
    assert.equal(faults.length, 7)
  })

  test('SEC-01 plain HTTP must be asked for', () => {
    assert.equal(faultsOf({ ...ENOUGH, PROVIDER_PLAIN_HTTP: undefined }).length, 1)
    assert.equal(faultsOf({ ...ENOUGH, PROVIDER_PLAIN_HTTP: 'no' }).length, 1)
  })
})
