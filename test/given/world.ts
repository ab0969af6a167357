import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import pino from 'pino'
import { type Asker, type ConsumerDeps, connectToSpine, parseAsid } from '../../src/consumer/index.ts'
import type { PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { decodePracticeValue } from '../../src/dataset/practice-file.ts'
import { decodeSpineValue, type SpineFileSource } from '../../src/dataset/spine-file.ts'
import { importPractice } from '../../src/import/import-practice.ts'
import { type OdsCode, parseOdsCode } from '../../src/nhs/ods-code.ts'
import type { Database } from '../../src/postgres/database.ts'
import { startProvider } from '../../src/provider/start.ts'
import { startSimulator } from '../../src/simulator/start-simulator.ts'
import { givenDatabase, newOdsCode } from './database.ts'
import { freePorts } from './free-ports.ts'
import { practiceSlot, SCHEDULE, SWITCHED_ON } from './practice.ts'

export const HUB = { odsCode: 'B30012', name: 'A hub', asid: '200000000111' } as const

export type WorldPractice = { slots?: readonly string[]; file?: Partial<PracticeFileSource>; shared?: boolean }

export type WorldOptions = {
  now?: string
  practices: readonly WorldPractice[]
  people?: SpineFileSource['people']
}

export type World = {
  db: Database
  practices: { odsCode: OdsCode; name: string }[]
  deps: ConsumerDeps
  asker: Asker
  sspAudit: unknown[]
  log: () => string
}

/** Practices behind one provider, a Spine that knows them and a consumer, all over real HTTP, in one process with a fixed clock. */
export async function givenWorld(t: TestContext, options: WorldOptions): Promise<World> {
  const db = await givenDatabase()
  const now = () => new Date(options.now ?? '2026-03-02T08:00:00Z')
  const deps = { db, now, newId: randomUUID }
  const port = await freePorts(1)
  const baseUrl = `http://127.0.0.1:${port}`
  const practices = await Promise.all(options.practices.map((practice, index) => importWorldPractice(deps, practice, index)))

  const sspAudit: unknown[] = []
  const simulator = await startSimulator({
    data: spineOf(options, practices, baseUrl),
    now,
    newId: randomUUID,
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    audit: (entry) => sspAudit.push(entry),
  })
  t.after(() => simulator.close())

  const written: string[] = []
  const provider = await startProvider(
    { ...deps, log: pino({}, { write: (line: string) => void written.push(line) }), fetch },
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
  t.after(() => provider.close())

  return { db, practices, ...consumerOf(simulator, now), sspAudit, log: () => written.join('') }
}

function consumerOf(spine: { apiUrl: string; sspUrl: string }, now: () => Date): Pick<World, 'deps' | 'asker'> {
  const [odsCode, asid] = [parseOdsCode(HUB.odsCode), parseAsid(HUB.asid)]
  if (!odsCode || !asid) throw new Error('The hub is not well formed.')
  const device = { system: 'https://hub.example/Id/device', value: 'desk-1', model: 'Hub', version: '1' }
  return {
    deps: connectToSpine({
      fetch,
      now,
      newId: randomUUID,
      timeoutMs: 10_000,
      application: { issuer: 'https://hub.example/', device },
      pdsUrl: `${spine.apiUrl}/personal-demographics/FHIR/R4`,
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
    organisations: [
      { odsCode: HUB.odsCode, name: HUB.name, systems: [system(HUB.odsCode, HUB.asid)] },
      ...practices.map(({ odsCode, name, asid }) => ({
        odsCode,
        name,
        systems: [{ ...system(odsCode, asid), endpoint: { serviceRoot: `${baseUrl}/${odsCode}/STU3/1/gpconnect` } }],
      })),
    ],
    dataSharing: shared.length > 0 ? [{ from: [HUB.asid], to: shared.map(({ asid }) => asid) }] : [],
  } satisfies SpineFileSource)
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  return decoded.file
}
