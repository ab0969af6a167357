import { randomUUID } from 'node:crypto'
import { changeSettings } from '../../src/appointments/control/change-settings.ts'
import { changeSupplierSwitch } from '../../src/appointments/control/change-supplier-switch.ts'
import { decodePracticeValue, type PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { importPractice } from '../../src/import/import-practice.ts'
import { parseNhsNumber } from '../../src/nhs/nhs-number.ts'
import { type OdsCode, parseOdsCode } from '../../src/nhs/ods-code.ts'
import type { Database } from '../../src/postgres/database.ts'
import { PRACTICE_ASID } from '../given/request-headers.ts'
import { createRandom } from './random.ts'
import { marked } from './secrets.ts'

export const NOW = new Date('2026-03-02T08:00:00Z')
export const BASE_URL = 'https://provider.example'
export const DOS_SERVICE_ID = '1000000123'
export const PATIENT = '9990000018'

/** How many slots are free, and how many appointments there are to amend, and as many again to cancel. */
export const STOCK = 48

export type FuzzedSlot = { id: string; start: string; end: string }
export type FuzzedPractice = {
  odsCode: OdsCode
  serviceRoot: string
  ids: { patient: string; practitioner: string; organisation: string; location: string; service: string }
  /** Free ones. */
  slots: FuzzedSlot[]
}

/** A practice that no request has touched yet. The same seed and round give the same one, ids and all. */
export async function prepareFuzzedPractice(db: Database, { seed, round }: { seed: number; round: number }): Promise<FuzzedPractice> {
  const odsCode = parseOdsCode(`FZ${String(round).padStart(6, '0')}`)
  if (!odsCode) throw new Error('There are no more ODS codes.')
  const random = createRandom(seed, round)
  const hex = (digits: number) => Array.from({ length: digits }, () => random.below(16).toString(16)).join('')
  const deps = { db, now: () => NOW, newId: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}` }

  const decoded = decodePracticeValue(practiceFile(odsCode))
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  await importPractice(deps, decoded.file)
  // SLOT-10: most practices filter by service.
  if (round % 4 !== 3) {
    const change = { db, now: () => NOW, newId: randomUUID }
    await changeSupplierSwitch(change, { on: true, practices: [odsCode], by: 'Supplier' })
    await changeSettings(change, { practice: odsCode, by: 'Jo', wanted: { serviceFiltering: true } })
  }

  const idOf = async (table: string) => {
    const [row] = await db.query<{ id: string }>(`select id from ${table} where ods_code = $1`, [odsCode])
    if (!row) throw new Error(`The practice has no ${table}.`)
    return row.id
  }
  const slots = await db.query<{ id: string; start: Date; end: Date }>(
    'select id, start_at as start, end_at as "end" from slot where ods_code = $1 and appointment_id is null order by start_at',
    [odsCode],
  )
  return {
    odsCode,
    serviceRoot: `${BASE_URL}/${odsCode}/STU3/1/gpconnect`,
    ids: {
      patient: await idOf('patient'),
      practitioner: await idOf('practitioner'),
      organisation: await idOf('organisation'),
      location: await idOf('location'),
      service: await idOf('healthcare_service'),
    },
    slots: slots.map(({ id, start, end }) => ({ id, start: inWinter(start), end: inWinter(end) })),
  }
}

const inWinter = (moment: Date) => moment.toISOString().replace('.000Z', '+00:00')

/** The first day from nine on, and two days after it. */
function practiceFile(odsCode: OdsCode): PracticeFileSource {
  const startsOn = (day: string) =>
    Array.from({ length: STOCK }, (_, index) => {
      const minutes = 9 * 60 + index * 10
      return `${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    })
  const [free, toAmend, toCancel] = ['2026-03-03', '2026-03-04', '2026-03-05'].map(startsOn) as [string[], string[], string[]]
  return {
    kind: 'practice',
    odsCode,
    asid: PRACTICE_ASID,
    name: 'Test Surgery',
    settings: { gpConnect: true, appointmentManagement: true },
    locations: [{ key: 'main', name: 'Test Surgery', address: { lines: ['1 High Street'], city: 'Leeds', postalCode: 'LS1 6AE' } }],
    practitioners: [{ key: 'patel', sdsUserId: '555000111222', family: 'Patel', given: ['Asha'], prefix: ['Dr'], gender: 'female' }],
    services: [{ key: 'surgery', dosServiceId: DOS_SERVICE_ID, name: 'Test Surgery' }],
    patients: [
      {
        nhsNumber: PATIENT,
        nhsNumberVerified: true,
        family: marked('patient'),
        given: ['Pat'],
        birthDate: '1980-04-05',
        gender: 'female',
        registration: { type: 'R', start: '2010-01-01' },
      },
    ],
    schedules: [
      {
        key: 'morning',
        sessionName: 'Morning surgery',
        location: 'main',
        practitioner: 'patel',
        practitionerRole: 'R0260',
        service: 'surgery',
        slots: [...free, ...toAmend, ...toCancel].map((start) => ({ start, minutes: 10, deliveryChannel: 'In-person', bookable: true })),
      },
    ],
    appointments: [...toAmend, ...toCancel].map((start, index) => ({
      key: `a${index}`,
      patient: PATIENT,
      schedule: 'morning',
      starts: [start],
      description: marked('description'),
      bookingOrganisation: { odsCode: 'B30012', name: 'A hub', telecom: [{ system: 'phone', value: '0300 303 5678' }] },
    })),
  }
}

/** Of people whom the practice does not know yet. */
export const NHS_NUMBERS: readonly string[] = Array.from({ length: 6000 }, (_, index) => String(9_990_010_000 + index)).filter(
  parseNhsNumber,
)
