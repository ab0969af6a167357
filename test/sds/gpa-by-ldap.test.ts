import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { CONFIG } from '../../src/cli/consumer/given/gpa.ts'
import { setUp } from '../../src/cli/consumer/set-up.ts'
import { INTERACTION_IDS } from '../../src/nhs/interaction-ids.ts'
import { givenLdapServer } from './given-ldap.ts'
import { ods } from './look-ups.ts'

/** `gpa` as its settings have it, with these files. */
async function givenGpa(t: TestContext, leaveOut?: string) {
  const { server, tls } = await givenLdapServer(t)
  const ldap = { url: server.url, caFile: 'ca.pem', certificateFile: 'own.pem', keyFile: 'own.key' }
  const files = new Map([
    ['gpa.json', JSON.stringify({ ...CONFIG, sds: { ldap } })],
    ['ca.pem', tls.ca],
    ['own.pem', tls.certificate],
    ['own.key', tls.key],
  ])
  if (leaveOut !== undefined) files.delete(leaveOut)
  const io = {
    print: () => {},
    printError: () => {},
    colours: false,
    environment: {},
    readFile: async (path: string) => files.get(path),
    fetch,
    now: () => new Date(),
    newId: randomUUID,
  }
  return setUp(io, 'gpa.json')
}

describe('gpa with a directory by LDAP', () => {
  test('CON-04 looks practices up in it', async (t) => {
    const { spine } = await givenGpa(t)
    t.after(() => spine.sds.close())
    const outcome = await spine.sds.lookUp({ odsCode: ods('ZZ001'), interactionId: INTERACTION_IDS.searchFreeSlots })
    assert.equal(outcome.kind === 'found' && outcome.asid, '999000000011')
  })

  test('says which file it cannot find', async (t) => {
    await assert.rejects(givenGpa(t, 'own.key'), /sds\.ldap\.keyFile: there is no file own\.key/)
  })
})
