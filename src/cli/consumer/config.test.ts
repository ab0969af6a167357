import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigError } from '../../nhs/config-error.ts'
import { parseConfig } from './config.ts'
import { CONFIG } from './given/gpa.ts'

const LDAP = { url: 'ldaps://ldap.test', caFile: 'ca.pem', certificateFile: 'own.pem', keyFile: 'own.key' }

function faultsOf(sds: object): readonly string[] {
  try {
    parseConfig(JSON.stringify({ ...CONFIG, sds }))
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults
  }
}

describe('The consumer’s settings for the directory', () => {
  test('CON-04 by its FHIR API or by LDAP', () => {
    assert.deepEqual(faultsOf({ url: 'https://sds.test', apiKey: 'k' }), [])
    assert.deepEqual(faultsOf({ ldap: LDAP }), [])
    assert.deepEqual(faultsOf({ ldap: { ...LDAP, serverName: 'directory.test' } }), [])
  })

  test('what is wrong is said of the one that was meant, at its place', () => {
    assert.deepEqual(faultsOf({ url: 'https://sds.test/', apiKey: 'k' }), ['sds.url: leave out the slash at the end'])
    assert.deepEqual(faultsOf({ ldap: { ...LDAP, url: 'ldap://ldap.test' } }), ['sds.ldap.url: must be an ldaps:// URL'])
    const { keyFile: _, ...withoutKey } = LDAP
    assert.match(faultsOf({ ldap: withoutKey }).join(), /^sds\.ldap\.keyFile: /)
    assert.equal(faultsOf({}).length > 0, true)
  })
})
