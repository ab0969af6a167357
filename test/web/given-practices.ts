import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import pino from 'pino'
import { decodePracticeValue, type PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { importPractice } from '../../src/import/import-practice.ts'
import type { OdsCode } from '../../src/nhs/ods-code.ts'
import type { Database } from '../../src/postgres/database.ts'
import { startProvider } from '../../src/provider/start.ts'
import { CONSUMERS, MANUFACTURER } from '../../src/sandbox/dataset/spine-file.ts'
import { givenDatabase, newOdsCode } from '../given/database.ts'
import { freePorts } from '../given/free-ports.ts'
import { givenPatient, practiceSlot, SCHEDULE, SWITCHED_ON } from '../given/practice.ts'
import { type AppOptions, type GivenApp, givenApp } from './given-app.ts'

export type WebPractice = {
  /** Local starts of ten-minute slots in one schedule. */
  slots?: readonly string[]
  /** Beside or instead of what every such practice has. */
  file?: Partial<PracticeFileSource>
}

export type GivenPractices = GivenApp & {
  practices: { odsCode: OdsCode; name: string }[]
  /** The practices' own. */
  book: Database
}

type Options = Omit<AppOptions, 'spineFile'> & { practices: readonly WebPractice[] }

/** Has a record at each of the practices, unless its file says otherwise. */
export const ASHWORTH = '9990000018'
/** Registered with the first practice by PDS, and unknown there. */
export const BELLO = '9990000026'

const RECORD = givenPatient(ASHWORTH, { family: 'Ashworth', given: ['Margaret', 'Ann'], birthDate: '1948-03-17' })
const NORTH_LEEDS = 'B86013'

/** The app, and practices of the test's own that it can book into: real ones, behind one provider, by today's clock. */
export async function givenPractices(t: TestContext, options: Options): Promise<GivenPractices> {
  const book = await givenDatabase()
  const now = () => new Date()
  const port = await freePorts(1)
  const baseUrl = `http://127.0.0.1:${port}`
  const practices = await Promise.all(options.practices.map((practice, index) => importOne(book, practice, index)))
  const [first] = practices
  const app = await givenApp(t, {
    ...options,
    spineFile: (file) => ({
      ...file,
      people: (file.people ?? []).map((person) => ({
        ...person,
        ...(first && person.registeredPractice === NORTH_LEEDS && { registeredPractice: first.odsCode }),
      })),
      organisations: [
        ...(file.organisations ?? []),
        ...practices.map(({ odsCode, name, asid }) => ({
          odsCode,
          name,
          roles: ['RO177', 'RO76'],
          address: { lines: ['1 High Street'], city: 'Leeds', postalCode: 'LS1 6AE' },
          systems: [
            {
              ...{ asid, partyKey: `${odsCode}-${asid.slice(-6)}`, manufacturer: MANUFACTURER },
              interactions: 'appointment-management' as const,
              endpoint: { serviceRoot: `${baseUrl}/${odsCode}/STU3/1/gpconnect` },
            },
          ],
        })),
      ],
      dataSharing: [...(file.dataSharing ?? []), { from: [CONSUMERS.nhs111.asid], to: practices.map(({ asid }) => asid) }],
    }),
  })
  const provider = await startProvider(
    { db: book, now, newId: randomUUID, log: pino({ enabled: false }), fetch },
    {
      ...{ host: '127.0.0.1', port, baseUrl, routingSegment: 'gpconnect', additionalAudiences: [], tokenSkewSeconds: 60 },
      ...{ dialect: 'assurance', bodyLimitBytes: 1_048_576, temporaryRegistrationDays: 90 },
      pdsUrl: `${app.spine.apiUrl}/personal-demographics/FHIR/R4`,
    },
  )
  t.after(() => provider.close())
  return { ...app, book, practices: practices.map(({ odsCode, name }) => ({ odsCode, name })) }
}

async function importOne(db: Database, { slots = [], file = {} }: WebPractice, index: number) {
  const odsCode = newOdsCode()
  const name = `Surgery ${index + 1}`
  const asid = `20000001${String(index + 1).padStart(4, '0')}`
  const decoded = decodePracticeValue({
    kind: 'practice',
    odsCode,
    asid,
    name,
    settings: SWITCHED_ON,
    locations: [{ key: 'main', name, address: { lines: ['1 High Street'], city: 'Leeds', postalCode: 'LS1 6AE' } }],
    practitioners: [
      { key: 'patel', sdsUserId: '555000111222', family: 'Patel', given: ['Asha'], prefix: ['Dr'], gender: 'female' },
      { key: 'reed', sdsUserId: '555000111333', family: 'Reed', given: ['Tom'], prefix: ['Mr'], gender: 'male' },
    ],
    patients: [RECORD],
    ...(slots.length > 0 && { schedules: [{ ...SCHEDULE, slots: slots.map(practiceSlot) }] }),
    ...file,
  })
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  await importPractice({ db, now: () => new Date(), newId: randomUUID }, decoded.file)
  return { odsCode, name, asid }
}
