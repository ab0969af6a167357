import { COUNT_SAVED, NOTHING_SAVED, type SavedRows } from '../../directory/store/save-count.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'

/** `location`, `practitioner` and `service` are keys of rows that have been saved before. */
export type ScheduleToSave = {
  newId: string
  key: string
  sessionName?: string
  location: string
  practitioner?: string
  practitionerRole: string
  service?: string
  serviceNotApplicable: boolean
  bookingWindowDays?: number
  embargoMinutes?: number
  start: Date
  end: Date
  allowedTypes?: readonly string[]
  allowedCodes?: readonly string[]
}

const COMPARED = [
  'session_name',
  'location_id',
  'practitioner_id',
  'practitioner_role',
  'healthcare_service_id',
  'service_not_applicable',
  'booking_window_days',
  'embargo_minutes',
  'allowed_organisation_types',
  'allowed_organisation_codes',
]

const columnsOf = (row: string) => COMPARED.map((column) => `${row}.${column}`).join(', ')

// No slot is ever deleted, so a schedule never gets shorter: it spans all of its slots.
const SPAN = 'least(schedule.start_at, excluded.start_at), greatest(schedule.end_at, excluded.end_at)'

export async function saveSchedules(tx: Tx, practice: OdsCode, schedules: readonly ScheduleToSave[]): Promise<SavedRows> {
  const [counted] = await tx.query<SavedRows>(
    `with file as (
       select f.*, l.id as location_id, p.id as practitioner_id, h.id as service_id
       from jsonb_to_recordset($2::jsonb) as f ("newId" text, key text, "sessionName" text, location text, practitioner text,
         "practitionerRole" text, service text, "serviceNotApplicable" boolean, "bookingWindowDays" int, "embargoMinutes" int, start timestamptz, "end" timestamptz, "allowedTypes" text[], "allowedCodes" text[])
       join location l on l.ods_code = $1 and l.key = f.location
       left join practitioner p on p.ods_code = $1 and p.key = f.practitioner
       left join healthcare_service h on h.ods_code = $1 and h.key = f.service),
     saved as (
       insert into schedule (ods_code, id, key, start_at, end_at, ${COMPARED.join(', ')})
       select $1, "newId", key, start, "end", "sessionName", location_id, practitioner_id, "practitionerRole", service_id,
         "serviceNotApplicable", "bookingWindowDays", "embargoMinutes", "allowedTypes", "allowedCodes"
       from file
       on conflict (ods_code, key) do update
       set (${COMPARED.join(', ')}) = (${columnsOf('excluded')}), (start_at, end_at) = (${SPAN}), version = schedule.version + 1
       where (${columnsOf('schedule')}, schedule.start_at, schedule.end_at) is distinct from (${columnsOf('excluded')}, ${SPAN})
       returning version)
     ${COUNT_SAVED}`,
    [practice, JSON.stringify(schedules)],
  )
  return counted ?? NOTHING_SAVED
}
