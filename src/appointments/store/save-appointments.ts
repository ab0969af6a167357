import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'
import type { BookingOrganisation } from '../model.ts'

/** `nhsNumber` and `schedule` name rows that have been saved before; `slotIds` are in time order. */
export type AppointmentToSave = {
  newId: string
  nhsNumber: string
  schedule: string
  slotIds: readonly string[]
  status: 'booked' | 'cancelled'
  start: Date
  end: Date
  created: Date
  description: string
  comment?: string
  cancellationReason?: string
  bookingOrganisation?: BookingOrganisation
  changedAt: Date
}

/** The appointments and the lists of their slots, which no slot is held by until occupySlotsOf. */
export async function insertAppointments(tx: Tx, practice: OdsCode, appointments: readonly AppointmentToSave[]): Promise<void> {
  await tx.query(
    `with file as (
       select f.*, p.id as patient_id, c.id as schedule_id
       from jsonb_to_recordset($2::jsonb) as f ("newId" text, "nhsNumber" text, schedule text, "slotIds" text[], status text,
         start timestamptz, "end" timestamptz, created timestamptz, description text, comment text, "cancellationReason" text,
         "bookingOrganisation" jsonb, "changedAt" timestamptz)
       join patient p on p.ods_code = $1 and p.nhs_number = f."nhsNumber"
       join schedule c on c.ods_code = $1 and c.key = f.schedule),
     added as (
       insert into appointment (ods_code, id, status, patient_id, schedule_id, start_at, end_at, created, description, comment,
         cancellation_reason, booking_organisation, changed_at)
       select $1, "newId", status, patient_id, schedule_id, start, "end", created, description, comment, "cancellationReason",
         "bookingOrganisation", "changedAt"
       from file)
     insert into appointment_slot (ods_code, appointment_id, slot_id, position)
     select $1, f."newId", taken.slot_id, taken.position
     from file f cross join lateral unnest(f."slotIds") with ordinality as taken (slot_id, position)`,
    [practice, JSON.stringify(appointments)],
  )
}

/** Makes the appointments, which list them already, the holders of their slots. The caller has locked them and found them free. */
export async function occupySlotsOf(tx: Tx, practice: OdsCode, appointmentIds: readonly string[]): Promise<void> {
  await tx.query(
    `update slot s set appointment_id = a.appointment_id, version = s.version + 1
     from appointment_slot a
     where a.ods_code = $1 and a.appointment_id = any($2::text[]) and s.ods_code = a.ods_code and s.id = a.slot_id`,
    [practice, appointmentIds],
  )
}
