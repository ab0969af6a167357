import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'
import type { BookingOrganisation } from '../model.ts'

/** What an import knows an appointment by. `index` is its place in the file. */
export type AppointmentIdentity = { index: number; nhsNumber: string; schedule: string; start: Date }

/** `changedHere`: an interaction has written it since, so the book knows better than the file (AUD-02). */
export type KnownAppointment = { index: number; id: string; status: 'booked' | 'cancelled'; changedHere: boolean }

/** Those that the book holds already. Of several, the one that holds its slots, or else the newest. */
export function findKnownAppointments(
  db: Queryable,
  practice: OdsCode,
  named: readonly AppointmentIdentity[],
): Promise<KnownAppointment[]> {
  return db.query<KnownAppointment>(
    `select distinct on (f.index) f.index, a.id, a.status, exists (
         select from provenance v where v.ods_code = $1 and v.target_type = 'Appointment' and v.target_id = a.id) as "changedHere"
     from jsonb_to_recordset($2::jsonb) as f (index int, "nhsNumber" text, schedule text, start timestamptz)
     join patient p on p.ods_code = $1 and p.nhs_number = f."nhsNumber"
     join schedule c on c.ods_code = $1 and c.key = f.schedule
     join appointment a on a.ods_code = $1 and a.patient_id = p.id and a.schedule_id = c.id and a.start_at = f.start
     order by f.index, (a.status = 'booked') desc, a.created desc`,
    [practice, JSON.stringify(named)],
  )
}

export type NamedSlot = { index: number; id: string; start: Date; end: Date; deliveryChannel: string; appointmentId: string | null }

/** The slots that the file's appointments take, in time order for each, held until the transaction ends. */
export async function lockNamedSlots(
  tx: Tx,
  practice: OdsCode,
  named: readonly { index: number; schedule: string; start: Date }[],
): Promise<NamedSlot[]> {
  // Locked in id order, as a booking locks them, so that the two cannot wait for one another.
  const rows = await tx.query<NamedSlot>(
    `select f.index, s.id, s.start_at as start, s.end_at as "end", s.delivery_channel as "deliveryChannel",
       s.appointment_id as "appointmentId"
     from jsonb_to_recordset($2::jsonb) as f (index int, schedule text, start timestamptz)
     join schedule c on c.ods_code = $1 and c.key = f.schedule
     join slot s on s.ods_code = $1 and s.schedule_id = c.id and s.start_at = f.start
     order by s.id
     for update of s`,
    [practice, JSON.stringify(named)],
  )
  return rows.sort((a, b) => a.index - b.index || a.start.getTime() - b.start.getTime())
}

export type AppointmentChange = {
  id: string
  status: 'booked' | 'cancelled'
  description: string
  comment?: string
  cancellationReason?: string
  bookingOrganisation?: BookingOrganisation
}

/** Returns those that changed. */
export async function updateKnownAppointments(
  tx: Tx,
  practice: OdsCode,
  save: { changes: readonly AppointmentChange[]; now: Date },
): Promise<{ id: string; status: string }[]> {
  return tx.query<{ id: string; status: string }>(
    `update appointment a set status = f.status, description = f.description, comment = f.comment,
       cancellation_reason = f."cancellationReason", booking_organisation = f."bookingOrganisation", version = a.version + 1,
       changed_at = $3
     from jsonb_to_recordset($2::jsonb) as f (id text, status text, description text, comment text, "cancellationReason" text,
       "bookingOrganisation" jsonb)
     where a.ods_code = $1 and a.id = f.id
       and (a.status, a.description, a.comment, a.cancellation_reason, a.booking_organisation)
         is distinct from (f.status, f.description, f.comment, f."cancellationReason", f."bookingOrganisation")
     returning a.id, a.status`,
    [practice, JSON.stringify(save.changes), save.now],
  )
}

/** The list of an appointment's slots stays with it; the slots are free again. */
export async function releaseSlotsOf(tx: Tx, practice: OdsCode, appointmentIds: readonly string[]): Promise<void> {
  await tx.query(`update slot set appointment_id = null, version = version + 1 where ods_code = $1 and appointment_id = any($2::text[])`, [
    practice,
    appointmentIds,
  ])
}
