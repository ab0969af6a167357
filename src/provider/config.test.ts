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

const MUTUAL_TLS = {
  PROVIDER_PLAIN_HTTP: undefined,
  PROVIDER_TLS_CERTIFICATE: 'provider.pem',
  PROVIDER_TLS_KEY: 'provider.key',
  PROVIDER_TLS_CLIENT_CA: 'ca.pem',
  PROVIDER_TLS_CRL: 'crl.pem',
  PROVIDER_SSP_FQDN: 'SSP.example.nhs.uk',
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
      shutdown: { drainSeconds: 0, withinSeconds: 30 },
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
      'PROVIDER_TLS_CERTIFICATE',
      'PDS_URL',
      'DATABASE_URL',
      'DIALECT',
      'BODY_LIMIT_BYTES',
    ]) {
      assert.equal(faults.filter((fault) => fault.startsWith(name)).length, 1, `${name}: ${faults.join(' ')}`)
    }
    assert.equal(faults.length, 7)
  })

  test('health and metrics are served where a port is set for them', () => {
    assert.deepEqual(parseProviderConfig({ ...ENOUGH, OPERATIONS_PORT: '9090' }).operations, { host: '127.0.0.1', port: 9090 })
    assert.deepEqual(parseProviderConfig({ ...ENOUGH, PROVIDER_PORT: '0', OPERATIONS_PORT: '0' }).operations, {
      host: '127.0.0.1',
      port: 0,
    })
    assert.deepEqual(faultsOf({ ...ENOUGH, OPERATIONS_PORT: '65536' }), ['OPERATIONS_PORT must be a port number.'])
  })

  test('health and metrics are not served on the port for consumers', () => {
    assert.deepEqual(faultsOf({ ...ENOUGH, OPERATIONS_PORT: '8080' }), [
      'OPERATIONS_PORT must be another port than PROVIDER_PORT: what is served there is for nobody else.',
    ])
  })

  test('draining is part of the time to end in', () => {
    assert.deepEqual(parseProviderConfig({ ...ENOUGH, DRAIN_SECONDS: '10', SHUTDOWN_SECONDS: '11' }).shutdown, {
      drainSeconds: 10,
      withinSeconds: 11,
    })
    assert.deepEqual(faultsOf({ ...ENOUGH, DRAIN_SECONDS: '30' }), [
      'SHUTDOWN_SECONDS must be more than DRAIN_SECONDS, which are part of them.',
    ])
    assert.deepEqual(faultsOf({ ...ENOUGH, DRAIN_SECONDS: 'soon', SHUTDOWN_SECONDS: '0' }), [
      'DRAIN_SECONDS must be a number of seconds, 0 to 300.',
      'SHUTDOWN_SECONDS must be a number of seconds, 1 to 600.',
    ])
  })

  test('SEC-01 plain HTTP must be asked for', () => {
    assert.match(faultsOf({ ...ENOUGH, PROVIDER_PLAIN_HTTP: undefined }).join(), /^PROVIDER_TLS_CERTIFICATE, .* or PROVIDER_PLAIN_HTTP=yes/)
    assert.equal(faultsOf({ ...ENOUGH, PROVIDER_PLAIN_HTTP: undefined }).length, 1)
    assert.deepEqual(faultsOf({ ...ENOUGH, PROVIDER_PLAIN_HTTP: 'no' }), ['PROVIDER_PLAIN_HTTP must be `yes`, or not set.'])
  })

  test('SEC-01 with certificates, key, lists and the FQDN of the SSP, it listens with mutual TLS', () => {
    const { tls } = parseProviderConfig({ ...ENOUGH, ...MUTUAL_TLS })
    assert.deepEqual(tls, {
      certificate: 'provider.pem',
      key: 'provider.key',
      clientCa: 'ca.pem',
      crl: 'crl.pem',
      sspFqdn: 'ssp.example.nhs.uk',
    })
  })

  test('SEC-01 mutual TLS needs all of its settings: each that is not there is a fault', () => {
    for (const name of Object.keys(MUTUAL_TLS).filter((name) => name !== 'PROVIDER_PLAIN_HTTP')) {
      const faults = faultsOf({ ...ENOUGH, ...MUTUAL_TLS, [name]: undefined })
      assert.equal(faults.length, 1, name)
      assert.ok(faults[0]?.startsWith(`${name} is not set`), faults[0])
    }
  })

  test('SEC-01 mutual TLS and plain HTTP at once are a fault', () => {
    const faults = faultsOf({ ...ENOUGH, PROVIDER_TLS_CRL: 'crl.pem', PROVIDER_SSP_FQDN: 'ssp.example' })
    assert.deepEqual(faults, [
      'PROVIDER_PLAIN_HTTP is `yes`, and so PROVIDER_TLS_CRL and PROVIDER_SSP_FQDN must not be set: it is one or the other.',
    ])
  })

  test('SEC-01 the FQDN of the SSP is one name, and with TLS consumers reach an https URL', () => {
    for (const fqdn of ['*.nhs.uk', 'https://ssp.nhs.uk', 'a.nhs.uk b.nhs.uk', '.nhs.uk', 'ssp..nhs.uk', `${'a'.repeat(64)}.nhs.uk`]) {
      assert.match(faultsOf({ ...ENOUGH, ...MUTUAL_TLS, PROVIDER_SSP_FQDN: fqdn }).join(), /^PROVIDER_SSP_FQDN must be one host name/, fqdn)
    }
    assert.match(
      faultsOf({ ...ENOUGH, ...MUTUAL_TLS, PROVIDER_BASE_URL: 'http://provider.example' }).join(),
      /^PROVIDER_BASE_URL must be https/,
    )
  })

  const PDS_ACCESS = {
    PDS_TOKEN_URL: 'https://platform.example/oauth2/token',
    PDS_API_KEY: 'an-api-key',
    PDS_KEY_ID: 'key-1',
    PDS_PRIVATE_KEY: 'pds.pem',
  }

  test('REG-02 access tokens for PDS need all four settings, or none where it is open', () => {
    assert.equal(parseProviderConfig(ENOUGH).pdsAccess, undefined)
    assert.deepEqual(parseProviderConfig({ ...ENOUGH, ...PDS_ACCESS }).pdsAccess, {
      tokenUrl: 'https://platform.example/oauth2/token',
      apiKey: 'an-api-key',
      keyId: 'key-1',
      privateKey: 'pds.pem',
    })
    for (const name of Object.keys(PDS_ACCESS)) {
      const faults = faultsOf({ ...ENOUGH, ...PDS_ACCESS, [name]: undefined })
      assert.equal(faults.length, 1, name)
      assert.ok(faults[0]?.startsWith(`${name} is not set`), faults[0])
    }
    assert.equal(faultsOf({ ...ENOUGH, PDS_KEY_ID: 'key-1' }).length, 3)
    assert.deepEqual(faultsOf({ ...ENOUGH, ...PDS_ACCESS, PDS_TOKEN_URL: 'platform/oauth2' }), [
      'PDS_TOKEN_URL must be an http or https URL.',
    ])
  })
})
