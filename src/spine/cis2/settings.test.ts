import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { ConfigError } from '../../nhs/config-error.ts'
import { createCis2 } from '../cis2.ts'
import { CLIENT_ID, DEFAULT_PORT_ISSUER, REDIRECT_URI } from './given-sign-in.ts'
import type { Cis2Settings } from './settings.ts'

const pemOf = (type: 'pkcs1' | 'pkcs8', bits = 2048) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type, format: 'pem' }).toString()

const whole: Cis2Settings = {
  fetch,
  now: () => new Date(),
  timeoutMs: 1_000,
  issuer: DEFAULT_PORT_ISSUER,
  clientId: CLIENT_ID,
  privateKey: pemOf('pkcs8'),
  keyId: 'app-1',
  algorithm: 'RS512',
  redirectUri: REDIRECT_URI,
  acrValues: 'AAL3_ANY',
  requiredAssurance: 3,
}

function faultsOf(changes: Partial<Cis2Settings>): readonly string[] {
  try {
    createCis2({ ...whole, ...changes })
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    assert.doesNotMatch(error.message, /PRIVATE KEY|[A-Za-z0-9+/]{40}/)
    return error.faults
  }
}

describe('CIS2 settings', () => {
  test('keys of either form, and a simulator on this machine, are taken', () => {
    for (const changes of [
      {},
      { privateKey: pemOf('pkcs1') },
      { issuer: 'http://127.0.0.1:4814/openam' },
      { issuer: 'http://[::1]:4814/openam' },
    ])
      assert.deepEqual(faultsOf(changes), [])
  })

  const faults: [string, Partial<Cis2Settings>, RegExp][] = [
    ['an issuer in the clear', { issuer: 'http://cis2.example.nhs.uk/openam' }, /issuer must be an https URL/],
    [
      'an issuer in the clear that looks like this machine',
      { issuer: 'http://127.0.0.1.example.com/openam' },
      /issuer must be an https URL/,
    ],
    ['an issuer with a slash at its end', { issuer: `${DEFAULT_PORT_ISSUER}/` }, /without query, fragment and trailing slash/],
    ['an issuer that is none', { issuer: 'cis2' }, /issuer must be a URL/],
    [
      'a redirect with a default port',
      { redirectUri: 'https://app.example.nhs.uk:443/auth' },
      /redirectUri must be a URL as a browser would write it/,
    ],
    ['a redirect with a query', { redirectUri: 'https://app.example.nhs.uk/auth?a=b' }, /redirectUri/],
    ['a way back with capitals', { postLogoutRedirectUri: 'https://App.example.nhs.uk/' }, /postLogoutRedirectUri/],
    ['a key that is none', { privateKey: 'secret' }, /must be PEM, and not encrypted/],
    ['a short key', { privateKey: pemOf('pkcs8', 1024) }, /2048 bits/],
    ['no client id', { clientId: '' }, /clientId is missing/],
  ]
  for (const [what, changes, fault] of faults) {
    test(`refuse ${what}`, () => {
      const said = faultsOf(changes)
      assert.equal(said.length, 1, said.join())
      assert.match(said[0] ?? '', fault)
    })
  }

  test('every fault is reported at once', () => {
    assert.equal(faultsOf({ issuer: '', keyId: '', acrValues: '', privateKey: '', redirectUri: '' }).length, 5)
  })
})
