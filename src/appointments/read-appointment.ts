import type { OdsCode } from '../nhs/ods-code.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import { findPatientById } from '../patients/store/patients.ts'
import type { Queryable } from '../postgres/database.ts'
import type { Appointment } from './model.ts'
import { findAppointment } from './store/appointments.ts'

export type ReadAppointmentDeps = { db: Queryable; now: () => Date }

/** APT-07: whoever booked it, whatever its channel and status, if it is not past. */
export async function readAppointment({ db, now }: ReadAppointmentDeps, practice: OdsCode, id: string): Promise<Appointment> {
  const appointment = await findAppointment(db, practice, id)
  if (!appointment) throw new SpineError('NO_RECORD_FOUND', 'This practice has no Appointment with that id.')

  const patient = await findPatientById(db, practice, appointment.patientId)
  // APT-15
  if (!patient || patient.sensitive) throw new SpineError('PATIENT_NOT_FOUND', 'This practice has no such patient.')
  if (appointment.start < now()) throw new SpineError('INVALID_RESOURCE', 'The appointment is past: only appointments to come can be read.')
  return appointment
}
