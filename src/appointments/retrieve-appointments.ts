import type { OdsCode } from '../nhs/ods-code.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import { mayBeShown, type PatientId } from '../patients/model.ts'
import { findPatientById } from '../patients/store/patients.ts'
import type { Queryable } from '../postgres/database.ts'
import type { Appointment } from './model.ts'
import { findAppointmentsOfPatient } from './store/appointments.ts'

export type RetrieveAppointmentsDeps = { db: Queryable; now: () => Date }

/** APT-08: everything that starts in the range, `to` itself not: earlier today, cancelled ones and visits included. */
export async function retrieveAppointments(
  { db, now }: RetrieveAppointmentsDeps,
  practice: OdsCode,
  of: { patientId: PatientId; from: Date; to: Date },
): Promise<Appointment[]> {
  const patient = await findPatientById(db, practice, of.patientId)
  if (!patient || !mayBeShown(patient, now()))
    throw new SpineError('PATIENT_NOT_FOUND', 'This practice has no active patient with that id.')
  return findAppointmentsOfPatient(db, practice, of)
}
