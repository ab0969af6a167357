import type { NhsNumber } from '../nhs/nhs-number.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import type { Queryable } from '../postgres/database.ts'
import { mayBeShown, type Patient, type PatientId } from './model.ts'
import { findPatientById, findPatientByNhsNumber, markNhsNumberVerified } from './store/patients.ts'
import { isVerifiedBy, type TracePatient } from './trace.ts'

export type FindPatientDeps = { db: Queryable; now: () => Date; tracePatient: TracePatient }

/** PAT-01..03: undefined for a person of whom nothing may be told, whatever the reason. */
export async function findPatient(deps: FindPatientDeps, practice: OdsCode, nhsNumber: NhsNumber): Promise<Patient | undefined> {
  return verifiedAndShowable(deps, practice, await findPatientByNhsNumber(deps.db, practice, nhsNumber))
}

/** PAT-04. */
export async function readPatient(deps: FindPatientDeps, practice: OdsCode, id: PatientId): Promise<Patient> {
  const patient = await verifiedAndShowable(deps, practice, await findPatientById(deps.db, practice, id))
  if (!patient) throw new SpineError('PATIENT_NOT_FOUND', 'This practice has no active patient with that id.')
  return patient
}

/** PAT-03: a number that was never traced is verified on PDS before its record is shown, and stays marked. */
async function verifiedAndShowable(deps: FindPatientDeps, practice: OdsCode, patient: Patient | undefined): Promise<Patient | undefined> {
  if (!patient || !mayBeShown(patient, deps.now())) return undefined
  if (patient.nhsNumberVerified) return patient

  const { family, given, birthDate } = patient
  if (!isVerifiedBy(await deps.tracePatient(patient.nhsNumber), { family, given, birthDate })) return undefined

  await markNhsNumberVerified(deps.db, practice, patient.id)
  return findPatientById(deps.db, practice, patient.id)
}
