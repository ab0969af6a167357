import { randomUUID } from 'node:crypto'
import { decodePracticeValue, type PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { EXTENSIONS, PROFILES } from '../../src/fhir/urls.ts'
import { importPractice } from '../../src/import/import-practice.ts'
import { addDays, formatLocalDateTime, localDateOf, momentOf } from '../../src/nhs/local-time.ts'
import type { OdsCode } from '../../src/nhs/ods-code.ts'
import type { Database } from '../../src/postgres/database.ts'
import { bookingOrganization } from './booking.ts'
import { givenPatient, PATIENT, SCHEDULE, SWITCHED_ON } from './practice.ts'
import { PRACTICE_ASID, requestHeaders } from './request-headers.ts'

export type CrowdedPractice = {
  odsCode: OdsCode
  serviceRoot: string
  slots: { id: string; start: Date; end: Date }[]
  patientId: string
  locationId: string
}

export const BASE_URL = 'https://provider.example'

/** A practice with so many free one-minute slots from tomorrow on, for providers that run by the real clock. */
export async function givenCrowdedPractice(
  db: Database,
  odsCode: OdsCode,
  slotCount: number,
  settings: PracticeFileSource['settings'] = {},
): Promise<CrowdedPractice> {
  const now = () => new Date()
  const first = momentOf(addDays(localDateOf(now()), 1), '00:00').getTime()
  const starts = Array.from({ length: slotCount }, (_, index) => formatLocalDateTime(new Date(first + index * 60_000)).slice(0, 16))
  const decoded = decodePracticeValue({
    kind: 'practice',
    odsCode,
    asid: PRACTICE_ASID,
    name: 'Crowded Surgery',
    settings: { ...SWITCHED_ON, ...settings },
    locations: [{ key: 'main', name: 'Crowded Surgery' }],
    practitioners: [{ key: 'patel', family: 'Patel' }],
    patients: [givenPatient(PATIENT)],
    schedules: [{ ...SCHEDULE, slots: starts.map((start) => ({ start, minutes: 1, deliveryChannel: 'In-person', bookable: true })) }],
  })
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  await importPractice({ db, now, newId: randomUUID }, decoded.file)

  const slots = await db.query<CrowdedPractice['slots'][number]>(
    'select id, start_at as start, end_at as "end" from slot where ods_code = $1 order by start_at',
    [odsCode],
  )
  const [patient] = await db.query<{ id: string }>('select id from patient where ods_code = $1', [odsCode])
  const [location] = await db.query<{ id: string }>('select id from location where ods_code = $1', [odsCode])
  if (!patient || !location) throw new Error('The practice was not imported.')
  return { odsCode, serviceRoot: `${BASE_URL}/${odsCode}/STU3/1/gpconnect`, slots, patientId: patient.id, locationId: location.id }
}

/** Books over real HTTP. Undefined when no whole answer came. */
export async function bookSlot(
  port: number,
  practice: CrowdedPractice,
  slot: CrowdedPractice['slots'][number],
): Promise<{ status: number; body: { id?: string } } | undefined> {
  const now = new Date()
  const appointment = {
    resourceType: 'Appointment',
    meta: { profile: [PROFILES.Appointment] },
    contained: [bookingOrganization()],
    extension: [{ url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } }],
    status: 'booked',
    description: 'Sore throat',
    start: formatLocalDateTime(slot.start),
    end: formatLocalDateTime(slot.end),
    slot: [{ reference: `Slot/${slot.id}` }],
    created: formatLocalDateTime(now),
    participant: [`Patient/${practice.patientId}`, `Location/${practice.locationId}`].map((reference) => ({
      actor: { reference },
      status: 'accepted',
    })),
  }
  try {
    const response = await fetch(`http://127.0.0.1:${port}/${practice.odsCode}/STU3/1/gpconnect/Appointment`, {
      method: 'POST',
      headers: {
        ...requestHeaders('bookAppointment', { now, serviceRoot: practice.serviceRoot }),
        'content-type': 'application/fhir+json',
      },
      body: JSON.stringify(appointment),
    })
    return { status: response.status, body: (await response.json()) as { id?: string } }
  } catch {
    return undefined
  }
}

/** Every breach of the book's first rule: a booked appointment holds its slots, and nothing else holds any. */
export async function findBrokenHolds(db: Database, odsCode: OdsCode): Promise<unknown[]> {
  return db.query(
    `select t.appointment_id, t.slot_id, a.status, s.appointment_id as holder
     from appointment_slot t
     join appointment a on a.ods_code = t.ods_code and a.id = t.appointment_id
     join slot s on s.ods_code = t.ods_code and s.id = t.slot_id
     where t.ods_code = $1 and (a.status = 'booked') is distinct from (s.appointment_id is not distinct from t.appointment_id)
     union all
     select a.id, null, a.status, null from appointment a
     where a.ods_code = $1 and not exists (select from appointment_slot t where t.ods_code = a.ods_code and t.appointment_id = a.id)
     union all
     select null, s.id, null, s.appointment_id from slot s
     where s.ods_code = $1 and s.appointment_id is not null
       and not exists (select from appointment a where a.ods_code = s.ods_code and a.id = s.appointment_id and a.status = 'booked')`,
    [odsCode],
  )
}
