import type { OdsCode } from '../../nhs/ods-code.ts'
import type { PatientId } from '../../patients/model.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Appointment } from '../model.ts'
import { NAMED_SERVICE } from './schedules.ts'

/** The appointment and the list of its slots, which no slot is held by until occupySlots. */
export async function insertAppointment(tx: Tx, practice: OdsCode, appointment: Appointment): Promise<void> {
  const { id, version, status, patientId, schedule, slotIds, start, end, created, description, comment, changedAt } = appointment
  await tx.query(
    `with appointment as (
       insert into appointment (ods_code, id, version, status, patient_id, schedule_id, start_at, end_at, created, description, comment,
         booking_organisation, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13))
     insert into appointment_slot (ods_code, appointment_id, slot_id, position)
     select $1, $2, slot_id, position from unnest($14::text[]) with ordinality as slots (slot_id, position)`,
    [
      practice,
      id,
      version,
      status,
      patientId,
      schedule.id,
      start,
      end,
      created,
      description,
      comment ?? null,
      appointment.bookingOrganisation ? JSON.stringify(appointment.bookingOrganisation) : null,
      changedAt,
      slotIds,
    ],
  )
}

type AppointmentRow = Omit<Appointment, 'schedule'> & {
  scheduleId: string
  sessionName: string | null
  locationId: string
  practitionerId: string | null
  practitionerRole: string
  healthcareServiceId: string | null
}

function toAppointment(of: AppointmentRow): Appointment {
  const { scheduleId, sessionName, locationId, practitionerId, practitionerRole, healthcareServiceId, ...row } = of
  return {
    ...withoutNulls(row),
    schedule: {
      id: scheduleId,
      locationId,
      practitionerRole,
      ...(sessionName !== null && { sessionName }),
      ...(practitionerId !== null && { practitionerId }),
      ...(healthcareServiceId !== null && { healthcareServiceId }),
    },
  }
}

/** The appointment with what its schedule and slots say today (GEN-14). */
const SELECT_APPOINTMENT = `select a.id, a.version, a.status, a.patient_id as "patientId", a.start_at as start, a.end_at as "end", a.created, a.description,
       a.comment, a.cancellation_reason as "cancellationReason", a.booking_organisation as "bookingOrganisation",
       a.changed_at as "changedAt",
       c.id as "scheduleId", c.session_name as "sessionName", c.location_id as "locationId", c.practitioner_id as "practitionerId",
       c.practitioner_role as "practitionerRole", ${NAMED_SERVICE},
       taken.ids as "slotIds", taken.slot_type as "slotType", taken.delivery_channel as "deliveryChannel"
     from appointment a
     join schedule c on c.ods_code = a.ods_code and c.id = a.schedule_id
     join organisation o on o.ods_code = a.ods_code
     cross join lateral (
       select array_agg(s.id order by t.position) as ids, min(s.slot_type) as slot_type, min(s.delivery_channel) as delivery_channel
       from appointment_slot t join slot s on s.ods_code = t.ods_code and s.id = t.slot_id
       where t.ods_code = a.ods_code and t.appointment_id = a.id) taken`

export async function findAppointment(db: Queryable, practice: OdsCode, id: string): Promise<Appointment | undefined> {
  const [row] = await db.query<AppointmentRow>(`${SELECT_APPOINTMENT} where a.ods_code = $1 and a.id = $2`, [practice, id])
  return row && toAppointment(row)
}

/** Held until the transaction ends, so that two changes of one appointment take turns. */
export async function lockAppointment(tx: Tx, practice: OdsCode, id: string): Promise<Appointment | undefined> {
  const [row] = await tx.query<AppointmentRow>(`${SELECT_APPOINTMENT} where a.ods_code = $1 and a.id = $2 for update of a`, [practice, id])
  return row && toAppointment(row)
}

/** Those of a patient that start in the range, `to` itself not, soonest first, whatever their status. */
export async function findAppointmentsOfPatient(
  db: Queryable,
  practice: OdsCode,
  of: { patientId: PatientId; from: Date; to: Date },
): Promise<Appointment[]> {
  const rows = await db.query<AppointmentRow>(
    `${SELECT_APPOINTMENT}
     where a.ods_code = $1 and a.patient_id = $2 and a.start_at >= $3 and a.start_at < $4
     order by a.start_at, a.id`,
    [practice, of.patientId, of.from, of.to],
  )
  return rows.map(toAppointment)
}

/** Rewrites what an amendment or a cancellation may change. The caller has locked it. */
export async function updateAppointment(tx: Tx, practice: OdsCode, appointment: Appointment): Promise<void> {
  const { id, version, status, description, comment, cancellationReason, changedAt } = appointment
  await tx.query(
    `update appointment set version = $3, status = $4, description = $5, comment = $6, cancellation_reason = $7, changed_at = $8
     where ods_code = $1 and id = $2`,
    [practice, id, version, status, description, comment ?? null, cancellationReason ?? null, changedAt],
  )
}
