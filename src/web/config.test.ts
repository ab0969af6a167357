import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { ConfigError } from '../nhs/config-error.ts'
import { parseWebConfig, WEB_SETTINGS } from './config.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const ENVIRONMENT = {
  WEB_PORT: '8080',
  WEB_URL: 'https://bookings.example.nhs.uk/leeds',
  WEB_DATA: '/var/lib/bookings',
  WEB_SESSION_KEYS: KEY,
  WEB_SPINE: 'spine.json',
  CIS2_ISSUER: 'https://cis2.example.nhs.uk:443/oidc',
  CIS2_CLIENT_ID: 'client',
  CIS2_KEY: 'cis2.key',
  CIS2_KEY_ID: 'key-1',
}

function faultsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    parseWebConfig(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults
  }
  return []
}

describe('Settings of the booking app', () => {
  test('what is set is read, and the rest has its default', () => {
    const config = parseWebConfig(ENVIRONMENT)
    assert.equal(config.root, '/leeds')
    assert.deepEqual(config.database, { directory: '/var/lib/bookings' })
    assert.deepEqual(config.sealingKeys, [Buffer.alloc(32, 7)])
    assert.equal(config.idleMinutes, 20)
    assert.deepEqual([config.cis2.algorithm, config.cis2.acrValues, config.cis2.requiredAssurance], ['RS512', 'AAL3_ANY', 3])
    assert.equal(parseWebConfig({ ...ENVIRONMENT, WEB_URL: 'https://bookings.example.nhs.uk' }).root, '')
    assert.equal(parseWebConfig({ ...ENVIRONMENT, WEB_SESSION_KEYS: `${KEY} ${KEY}` }).sealingKeys.length, 2)
  })

  test('every fault is told at once, each by the name of its setting', () => {
    assert.deepEqual(
      faultsOf({}).map((fault) => fault.split(' ')[0]),
      [
        'WEB_DATABASE_URL',
        'WEB_URL',
        'WEB_PORT',
        'WEB_SESSION_KEYS',
        'WEB_SPINE',
        'CIS2_ISSUER',
        'CIS2_CLIENT_ID',
        'CIS2_KEY',
        'CIS2_KEY_ID',
      ],
    )
    const wrong = {
      WEB_PORT: '70000',
      WEB_URL: 'ftp://x/',
      WEB_SESSION_KEYS: 'short',
      WEB_IDLE_MINUTES: '0',
      CIS2_ASSURANCE: '1',
      CIS2_ALGORITHM: 'none',
    }
    assert.deepEqual(
      faultsOf({ ...ENVIRONMENT, ...wrong })
        .map((fault) => fault.split(' ')[0])
        .sort(),
      Object.keys(wrong).sort(),
    )
  })

  test('a URL whose scheme is in capitals is refused: whether cookies are for https alone goes by it', () => {
    assert.match(faultsOf({ ...ENVIRONMENT, WEB_URL: 'HTTPS://bookings.example.nhs.uk' }).join(), /WEB_URL must be/)
  })

  test('the key is never repeated', () => {
    assert.ok(
      !faultsOf({ ...ENVIRONMENT, WEB_SESSION_KEYS: 'a-secret-of-some-kind' })
        .join()
        .includes('a-secret'),
    )
  })

  test('the table in docs/web.md is what config.ts has', async () => {
    const text = await readFile(new URL('../../docs/web.md', import.meta.url), 'utf8')
    const rows = Object.entries(WEB_SETTINGS).map(
      ([name, { means, without }]) =>
        `| \`${name}\` | ${means} | ${without === undefined ? 'must be set' : without === '' ? '' : `\`${without}\``} |`,
    )
    const table = ['| setting | what it means | without it |', '|---|---|---|', ...rows].join('\n')
    assert.ok(text.includes(table), `docs/web.md should have this table:\n${table}`)
  })
})
