import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { INTERACTION_IDS } from '../../src/nhs/interaction-ids.ts'
import { givenLdapClient, givenLdapServer } from './given-ldap.ts'
import { ods, testLookUps } from './look-ups.ts'

const run = promisify(execFile)

/** The OpenLDAP server that scripts/slapd.sh has started around this test. */
async function givenSlapd(client = 'client') {
  const { TEST_LDAP_URL: url, TEST_LDAP_FILES: files } = process.env
  assert.ok(url !== undefined && files !== undefined, 'This test runs within scripts/slapd.sh run')
  const [ca, certificate, key] = await Promise.all(
    ['ca.pem', `${client}.pem`, `${client}.key`].map((name) => readFile(join(files, name), 'utf8')),
  )
  assert.ok(ca !== undefined && certificate !== undefined && key !== undefined)
  return { url, files, tls: { ca, certificate, key } }
}

testLookUps('OpenLDAP', async (t) => givenLdapClient(t, await givenSlapd()))

describe('OpenLDAP', () => {
  test('SEC-01 a client certificate that has expired, or that another authority signed, is told from a directory that is away', async (t) => {
    for (const client of ['expired-client', 'foreign-client']) {
      const { sds } = givenLdapClient(t, await givenSlapd(client))
      const outcome = await sds.lookUp({ odsCode: ods('ZZ001'), interactionId: INTERACTION_IDS.searchFreeSlots })
      assert.deepEqual(outcome, { kind: 'unavailable', reason: 'not-authorised' }, client)
    }
  })
})

/** Another LDAP client than ours: ldapsearch, of OpenLDAP. */
async function givenLdapsearch(t: TestContext, url: string, tls: { ca: string; certificate: string; key: string }) {
  const directory = await mkdtemp(join(tmpdir(), 'gp-ldapsearch-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const files = { ca: tls.ca, cert: tls.certificate, key: tls.key }
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text, { mode: 0o600 })
  const env = {
    ...process.env,
    // It takes localhost for the machine's own name, which the certificate has not.
    LDAPTLS_REQCERT: 'allow',
    LDAPTLS_CACERT: join(directory, 'ca'),
    LDAPTLS_CERT: join(directory, 'cert'),
    LDAPTLS_KEY: join(directory, 'key'),
    LC_ALL: 'C',
  }
  return async (...args: string[]) => {
    const done = run('ldapsearch', ['-x', '-H', url, '-LLL', '-o', 'ldif-wrap=no', ...args], { env, timeout: 20_000 })
    return done.then(
      ({ stdout }) => ({ code: 0, lines: stdout.split('\n').filter((line) => line !== '') }),
      (error: { code: number; stdout: string }) => ({ code: error.code, lines: error.stdout.split('\n').filter((line) => line !== '') }),
    )
  }
}

/** The same questions to both servers, so that ours is held to what a real one answers. */
const QUESTIONS: { name: string; args: string[] }[] = [
  {
    name: 'the published look-up',
    args: [
      '-b',
      'ou=services, o=nhs',
      `(&(nhsIDCode=zz001)(objectClass=nhsMHS)(nhsMhsSvcIA=${INTERACTION_IDS.searchFreeSlots}))`,
      'nhsMHSEndpoint',
      'nhsMHSPartyKey',
    ],
  },
  {
    name: 'an ASID by party key',
    args: ['-b', 'ou=services,o=nhs', '(&(nhsIDCode=ZZ001)(objectClass=nhsas)(nhsMHSPartyKey=ZZ001-820001))', 'uniqueIdentifier'],
  },
  { name: 'either of two', args: ['-b', 'o=nhs', '(&(objectClass=nhsAs)(|(nhsIDCode=ZZ002)(nhsIDCode=ZZ003)))', 'uniqueIdentifier'] },
  {
    name: 'all but one',
    args: ['-b', 'ou=services,o=nhs', '(&(objectClass=nhsAs)(nhsIDCode=ZZ001)(!(nhsMhsManufacturerOrg=ZZX01)))', 'nhsMHSPartyKey'],
  },
  {
    name: 'negation of what is not there',
    args: ['-b', 'ou=services,o=nhs', '(&(objectClass=nhsAs)(!(nhsMhsManufacturerOrg=*)))', 'uniqueIdentifier'],
  },
  { name: 'parts of a value', args: ['-b', 'ou=services,o=nhs', '(&(objectClass=nhsAs)(nhsIDCode=ZZ*4))', 'uniqueIdentifier'] },
  { name: 'an attribute nobody knows', args: ['-b', 'ou=services,o=nhs', '(!(nhsNonsense=1))', '1.1'] },
  { name: 'one level', args: ['-b', 'o=nhs', '-s', 'one', '(objectClass=*)', '1.1'] },
  { name: 'one entry', args: ['-b', 'uniqueIdentifier=ZZ001,ou=organisations,o=nhs', '-s', 'base', '(objectClass=*)', 'o', 'nhsIDCode'] },
  {
    name: 'an organisation',
    args: ['-b', 'ou=organisations, o=nhs', '(uniqueidentifier=zz004)', 'nhsIDCode', 'o', 'postalAddress', 'POSTALCODE'],
  },
  { name: 'a base that is not there', args: ['-b', 'ou=nothing,o=nhs', '(objectClass=*)', '1.1'] },
  { name: 'a base that is no name', args: ['-b', 'nothing', '(objectClass=*)', '1.1'] },
  { name: 'no more than so many', args: ['-b', 'ou=services,o=nhs', '-z', '2', '(objectClass=nhsAs)', '1.1'] },
  { name: 'names without values', args: ['-b', 'ou=organisations,o=nhs', '-s', 'sub', '-A', '(nhsIDCode=ZZ005)', 'o'] },
  { name: 'a password', args: ['-D', 'cn=somebody,o=nhs', '-w', 'secret', '-b', 'o=nhs', '(objectClass=*)', '1.1'] },
  { name: 'an extension that has to be there', args: ['-E', '!1.2.3.4=:x', '-b', 'o=nhs', '-s', 'base', '(objectClass=*)', '1.1'] },
]

describe('ldapsearch', () => {
  test('the simulated directory answers another client as OpenLDAP does', async (t) => {
    // Given
    const slapd = await givenSlapd()
    const { server, tls } = await givenLdapServer(t)
    const [askSlapd, askOurs] = [await givenLdapsearch(t, slapd.url, slapd.tls), await givenLdapsearch(t, server.url, tls)]

    for (const { name, args } of QUESTIONS) {
      // When
      const [expected, actual] = [await askSlapd(...args), await askOurs(...args)]
      // Then
      assert.deepEqual(comparable(actual), comparable(expected), name)
    }
  })
})

/** Spelling of names and the ids of MHS records are each server's own. */
function comparable({ code, lines }: { code: number; lines: string[] }) {
  const known = lines.map((line) =>
    line.replace(/^([^:]+)(::?)/, (name) => name.toLowerCase()).replace(/(dn: ).*,(ou=[a-z]+),o=nhs$/i, '$1…,$2,o=nhs'),
  )
  return { code, lines: known.map((line) => (line.startsWith('dn: ') ? line.toLowerCase() : line)).sort() }
}
