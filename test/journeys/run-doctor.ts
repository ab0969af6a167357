import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { ConfigFile } from '../../src/cli/consumer/config.ts'
import { CONFIG, givenDesk } from '../../src/cli/consumer/given/gpa.ts'
import { runGpa } from '../../src/cli/consumer/program.ts'
import { CONSUMER_FQDN, givenSpinePki } from '../given/spine-pki.ts'
import { givenWorld, HUB, type World, type WorldPractice } from '../given/world.ts'
import type { WorldTls } from '../given/world-tls.ts'

const API_KEY = 'an-api-key'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const TOKEN_KEY = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
const { n = '', e = '' } = publicKey.export({ format: 'jwk' })

type Changes = {
  practice?: WorldPractice
  spine?: WorldTls
  /** Of the settings, the files they name, the machine's clock, and the key that is registered for access tokens. */
  settings?: (good: ConfigFile, world: World) => Promise<ConfigFile> | ConfigFile
  files?: (good: Record<string, string>) => Promise<Record<string, string>> | Record<string, string>
  clockAheadMs?: number
  kid?: string
  before?: (world: World) => unknown
  args?: readonly string[]
}

/** `gpa doctor` on a system that is well, but for what is changed. */
export async function doctor(t: TestContext, changes: Changes = {}) {
  const world = await givenWorld(t, {
    now: new Date().toISOString(),
    practices: [changes.practice ?? {}],
    tls: changes.spine ?? {},
    ldap: true,
    tokens: {
      applications: [{ apiKey: API_KEY, asid: HUB.asid, publicKeys: [{ kty: 'RSA', kid: changes.kid ?? 'key-1', n, e }] }],
      // The practice's system asks PDS for nobody here.
      authorize: () => async () => 'unused',
    },
  })
  await changes.before?.(world)
  const pki = await givenSpinePki()
  const { chain, key } = pki.of(CONSUMER_FQDN)
  const settings = (await changes.settings?.(settingsFor(world), world)) ?? settingsFor(world)
  const good = { 'ca.pem': pki.authorities, 'own.pem': chain, 'own.key': key, 'token.pem': TOKEN_KEY, 'gpa.json': JSON.stringify(settings) }
  const files: Record<string, string> = (await changes.files?.(good)) ?? good
  const printed: string[] = []
  const io = {
    ...givenDesk().io,
    print: (text: string) => void printed.push(text),
    printError: (text: string) => void printed.push(text),
    colours: false,
    environment: {},
    readFile: async (path: string) => files[path],
    fetch,
    now: () => new Date(Date.now() + (changes.clockAheadMs ?? 0)),
    newId: randomUUID,
  }
  const exitCode = await runGpa(io, ['doctor', '--config', 'gpa.json', ...(changes.args ?? [])])
  const output = printed.join('\n')
  for (const secret of [API_KEY, '9998765439', 'PRIVATE KEY', 'Bearer']) assert.equal(output.includes(secret), false, secret)
  const marked = (mark: string) => printed.filter((text) => text.startsWith(mark)).map((text) => text.slice(2).split(/ {2,}/)[0])
  return { exitCode, output, world, failed: marked('✗'), skipped: marked('–') }
}

function settingsFor({ urls, practices, asker }: World): ConfigFile {
  const { odsCode, name, asid, telecom } = asker.organisation
  return {
    ...CONFIG,
    pds: {
      url: `${urls.apiUrl}/personal-demographics/FHIR/R4`,
      token: { url: `${urls.apiUrl}/oauth2/token`, apiKey: API_KEY, keyId: 'key-1', privateKeyFile: 'token.pem' },
    },
    sds: { url: `${urls.apiUrl}/spine-directory/FHIR/R4`, apiKey: 'key' },
    ssp: { url: urls.sspUrl },
    tls: { caFile: 'ca.pem', certificateFile: 'own.pem', keyFile: 'own.key' },
    organisation: {
      odsCode,
      name,
      asid,
      telecom: telecom.map(({ system, value }) => ({ system: system === 'email' ? 'email' : 'phone', value })),
    },
    federation: practices.map(({ odsCode: code, name: called }) => ({ odsCode: code, name: called })),
  }
}

export const bySupplier = (good: ConfigFile): ConfigFile => ({
  ...good,
  application: { ...good.application, manufacturer: HUB.manufacturer },
})

export function byLdap(good: ConfigFile, { urls }: World, more: object = {}): ConfigFile {
  const { ldapUrl: url = '' } = urls
  return { ...bySupplier(good), sds: { ldap: { url, caFile: 'ca.pem', certificateFile: 'own.pem', keyFile: 'own.key', ...more } } }
}
