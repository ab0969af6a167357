import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import pino from 'pino'
import {
  type Asker,
  type Authorize,
  type CircuitOptions,
  type ConsumerDeps,
  connectToSpine,
  type Fetch,
  parseAsid,
} from '../../src/consumer/index.ts'
import type { PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { decodePracticeValue } from '../../src/dataset/practice-file.ts'
import { decodeSpineValue, type SpineFileSource } from '../../src/dataset/spine-file.ts'
import { importPractice } from '../../src/import/import-practice.ts'
import { type OdsCode, parseOdsCode } from '../../src/nhs/ods-code.ts'
import type { Database } from '../../src/postgres/database.ts'
import { startProvider } from '../../src/provider/start.ts'
import { openTls } from '../../src/provider/tls/open-tls.ts'
import type { Faults } from '../../src/simulator/faults/faults.ts'
import type { SspAuditEntry } from '../../src/simulator/ssp/ssp.ts'
import { startSimulator } from '../../src/simulator/start-simulator.ts'
import { givenDatabase, newOdsCode } from './database.ts'
import { freePorts } from './free-ports.ts'
import { practiceSlot, SCHEDULE, SWITCHED_ON } from './practice.ts'

import { CONSUMER_FQDN } from './spine-pki.ts'
import { givenWorldTls, type WorldTls } from './world-tls.ts'

export const HUB = { odsCode: 'B30012', name: 'A hub', asid: '200000000111', manufacturer: 'YGA99' } as const

export type WorldPractice = {
  slots?: readonly string[]
  file?: Partial<PracticeFileSource>
  shared?: boolean
  /** Whether the directory has one; yes unless told. */
  endpoint?: boolean
}

export type WorldOptions = {
  now?: string
  practices: readonly WorldPractice[]
  people?: SpineFileSource['people']
  /** PDS then wants access tokens, of the provider and of the consumer. */
  tokens?: { applications: NonNullable<SpineFileSource['applications']>; authorize: (tokenUrl: string) => Authorize }
  /** Everything over TLS, and the SSP's two legs by certificates of both sides (SEC-01). */
  tls?: WorldTls
  /** Over TLS: the directory by LDAP too. */
  ldap?: true
  circuits?: Omit<CircuitOptions, 'now'>
  /** For each call of the consumer; ten seconds unless told. */
  timeoutMs?: number
}

export type World = {
  db: Database
  practices: { odsCode: OdsCode; name: string }[]
  deps: ConsumerDeps
  asker: Asker
  sspAudit: SspAuditEntry[]
  /** What goes wrong in the simulated Spine. */
  faults: Faults
  /** The consumer's connections, over TLS. */
  connections: () => { busy: number; idle: number }
  log: () => string
  /** Where PDS, SDS and the token endpoint are, the SSP, and SDS by LDAP. */
  urls: { apiUrl: string; sspUrl: string; ldapUrl: string | undefined }
  stopProvider: () => Promise<void>
}

/**
 * Practices behind one provider, a Spine that knows them and a consumer, all over real HTTP, in one process with a fixed clock; TLS judges
 * certificates by the real one.
 */
export async function givenWorld(t: TestContext, options: WorldOptions): Promise<World> {
  const db = await givenDatabase()
  const now = () => new Date(options.now ?? '2026-03-02T08:00:00Z')
  const deps = { db, now, newId: randomUUID }
  const port = await freePorts(1)
  const security = options.tls && (await givenWorldTls(t, options.tls))
  const baseUrl = security ? `https://localhost:${port}` : `http://127.0.0.1:${port}`
  const practices = await Promise.all(options.practices.map((practice, index) => importWorldPractice(deps, practice, index)))

  const sspAudit: SspAuditEntry[] = []
  const simulator = await startSimulator({
    data: spineOf(options, practices, baseUrl),
    now,
    newId: randomUUID,
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    ...(security && { tls: security.simulator }),
    ...(options.ldap && { ldapPort: 0 }),
    audit: (entry) => sspAudit.push(entry),
  })
  t.after(() => simulator.close())

  const authorizePds = options.tokens?.authorize(`${simulator.apiUrl}/oauth2/token`)
  const written: string[] = []
  const log = pino({}, { write: (line: string) => void written.push(line) })
  const tls = security && (await openTls({ now: () => new Date(), log }, security.provider))
  const provider = await startProvider(
    { ...deps, log, fetch: security?.anonymous.fetch ?? fetch, authorizePds, tls },
    {
      host: '127.0.0.1',
      port,
      baseUrl,
      routingSegment: 'gpconnect',
      pdsUrl: `${simulator.apiUrl}/personal-demographics/FHIR/R4`,
      additionalAudiences: [],
      tokenSkewSeconds: 0,
      dialect: 'assurance',
      bodyLimitBytes: 1_048_576,
      temporaryRegistrationDays: 90,
    },
  )
  let stopping: Promise<void> | undefined
  const stopProvider = () => (stopping ??= provider.close())
  t.after(stopProvider)

  const { fetch: consumerFetch, connections } = security?.consumer ?? { fetch, connections: () => ({ busy: 0, idle: 0 }) }
  const consumer = consumerOf(simulator, { ...options, now, authorizePds, fetch: consumerFetch })
  return {
    db,
    practices,
    ...consumer,
    sspAudit,
    faults: simulator.faults,
    connections,
    log: () => written.join(''),
    urls: { apiUrl: simulator.apiUrl, sspUrl: simulator.sspUrl, ldapUrl: simulator.ldapUrl },
    stopProvider,
  }
}

function consumerOf(
  spine: { apiUrl: string; sspUrl: string },
  of: Pick<WorldOptions, 'timeoutMs' | 'circuits'> & { now: () => Date; authorizePds: Authorize | undefined; fetch: Fetch },
): Pick<World, 'deps' | 'asker'> {
  const [odsCode, asid] = [parseOdsCode(HUB.odsCode), parseAsid(HUB.asid)]
  if (!odsCode || !asid) throw new Error('The hub is not well formed.')
  const { fetch, now, authorizePds, timeoutMs = 10_000, circuits = {} } = of
  const device = { system: 'https://hub.example/Id/device', value: 'desk-1', model: 'Hub', version: '1' }
  return {
    deps: connectToSpine({
      fetch,
      now,
      newId: randomUUID,
      timeoutMs,
      circuits,
      application: { issuer: 'https://hub.example/', device },
      pdsUrl: `${spine.apiUrl}/personal-demographics/FHIR/R4`,
      authorizePds,
      sdsUrl: `${spine.apiUrl}/spine-directory/FHIR/R4`,
      sdsApiKey: 'key',
      sspUrl: spine.sspUrl,
    }),
    asker: {
      organisation: { odsCode, name: HUB.name, asid, telecom: [{ system: 'phone', value: '0300 303 5678' }] },
      user: { id: 'user-1', family: 'Handler', localIdentifier: { system: 'https://hub.example/Id/user', value: 'user-1' } },
    },
  }
}

async function importWorldPractice(
  deps: { db: Database; now: () => Date; newId: () => string },
  { slots = [], file = {} }: WorldPractice,
  index: number,
): Promise<{ odsCode: OdsCode; name: string; asid: string }> {
  const odsCode = newOdsCode()
  const name = `Surgery ${index + 1}`
  const asid = `20000000${String(index + 1).padStart(4, '0')}`
  const decoded = decodePracticeValue({
    kind: 'practice',
    odsCode,
    asid,
    name,
    settings: SWITCHED_ON,
    locations: [{ key: 'main', name, address: { lines: ['1 High Street'], city: 'Leeds', postalCode: 'LS1 6AE' } }],
    practitioners: [{ key: 'patel', sdsUserId: '555000111222', family: 'Patel', given: ['Asha'], prefix: ['Dr'], gender: 'female' }],
    ...(slots.length > 0 && { schedules: [{ ...SCHEDULE, slots: slots.map(practiceSlot) }] }),
    ...file,
  })
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  await importPractice(deps, decoded.file)
  return { odsCode, name, asid }
}

function spineOf(options: WorldOptions, practices: readonly { odsCode: OdsCode; name: string; asid: string }[], baseUrl: string) {
  const system = (odsCode: string, asid: string) => ({
    asid,
    partyKey: `${odsCode}-${asid.slice(-6)}`,
    interactions: 'appointment-management' as const,
  })
  const shared = practices.filter((_, index) => options.practices[index]?.shared !== false)
  const decoded = decodeSpineValue({
    kind: 'spine',
    people: options.people ?? [],
    ...(options.tokens && { applications: options.tokens.applications, pds: { requiresToken: true } }),
    organisations: [
      {
        odsCode: HUB.odsCode,
        name: HUB.name,
        systems: [{ ...system(HUB.odsCode, HUB.asid), manufacturer: HUB.manufacturer, fqdn: CONSUMER_FQDN }],
      },
      ...practices.map(({ odsCode, name, asid }, index) => {
        const endpoint = { serviceRoot: `${baseUrl}/${odsCode}/STU3/1/gpconnect` }
        return { odsCode, name, systems: [{ ...system(odsCode, asid), ...(options.practices[index]?.endpoint !== false && { endpoint }) }] }
      }),
    ],
    dataSharing: shared.length > 0 ? [{ from: [HUB.asid], to: shared.map(({ asid }) => asid) }] : [],
  } satisfies SpineFileSource)
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  return decoded.file
}
