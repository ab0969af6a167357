import type { Caller } from '../audit/caller.ts'
import { recordProvenance } from '../audit/store/provenance.ts'
import type { Gender } from '../directory/model.ts'
import type { Address, Telecom } from '../nhs/contact-details.ts'
import { addDays, localDateOf, momentOf } from '../nhs/local-time.ts'
import type { NhsNumber } from '../nhs/nhs-number.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import { demographicsAgree } from '../nhs/verify-demographics.ts'
import type { Database, Tx } from '../postgres/database.ts'
import { isActive, type Patient, type PatientId } from './model.ts'
import { insertPatient, lockPatientByNhsNumber, updatePatient } from './store/patients.ts'
import { isVerifiedBy, type Trace, type TracedDemographics, type TracePatient } from './trace.ts'

/** What a consumer may say of the person it registers (REG-01). */
export type Registration = {
  nhsNumber: NhsNumber
  family: string
  given: readonly string[]
  prefix: readonly string[]
  birthDate: string
  gender?: Gender
  addresses: readonly Address[]
  telecom: readonly Telecom[]
  language?: string
  interpreterRequired?: boolean
}

export type RegisterPatientDeps = {
  db: Database
  now: () => Date
  newId: () => string
  tracePatient: TracePatient
  /** After how many days a temporary registration ends (REG-04). */
  temporaryRegistrationDays: number
}

/** Registers somebody as temporary, once, whatever the number of simultaneous requests (REG-02..04). */
export async function registerPatient(
  deps: RegisterPatientDeps,
  practice: OdsCode,
  request: { registration: Registration; caller: Caller },
): Promise<Patient> {
  const { registration, caller } = request
  const trace = await deps.tracePatient(registration.nhsNumber)
  const traced = checkTrace(trace, registration)

  const now = deps.now()
  const id = deps.newId() as PatientId
  return deps.db.transaction(async (tx) => {
    const temporary = asTemporaryPatient({ registration, traced, now, days: deps.temporaryRegistrationDays })
    const patient = await createOrReactivate(tx, practice, { temporary, id, trace, now })
    await recordProvenance(tx, { practice, type: 'Patient', id: patient.id, version: patient.version }, caller)
    return patient
  })
}

/** REG-02: refused before anything is written. */
function checkTrace(trace: Trace, registration: Registration): TracedDemographics {
  switch (trace.kind) {
    case 'unavailable':
      throw new SpineError('INTERNAL_SERVER_ERROR', `PDS could not be asked (${trace.reason}). Nothing was registered: try again.`)
    case 'superseded':
      throw new SpineError('INVALID_NHS_NUMBER', 'PDS has superseded this NHS number by another: trace the patient again.')
    case 'invalidated':
      throw new SpineError('INVALID_NHS_NUMBER', 'PDS has marked this NHS number as invalid.')
    case 'not-found':
      throw new SpineError('INVALID_PATIENT_DEMOGRAPHICS', 'PDS does not know this NHS number.')
    case 'found':
      break
  }
  if (trace.deceased || trace.sensitive) {
    throw new SpineError('INVALID_PATIENT_DEMOGRAPHICS', 'PDS does not allow this person to be registered by this route.')
  }
  if (!demographicsAgree(registration, trace.demographics)) {
    throw new SpineError('INVALID_PATIENT_DEMOGRAPHICS', 'The name and date of birth sent do not agree with PDS for this NHS number.')
  }
  return trace.demographics
}

type NewTemporary = Omit<Patient, 'id' | 'version'>

/** REG-04: the consumer's details count, PDS fills the gaps. */
function asTemporaryPatient(of: { registration: Registration; traced: TracedDemographics; now: Date; days: number }): NewTemporary {
  const { registration, traced, now, days } = of
  const gender = registration.gender ?? traced.gender
  return {
    ...registration,
    ...(gender && { gender }),
    given: registration.given.length > 0 ? registration.given : traced.given,
    prefix: registration.prefix.length > 0 ? registration.prefix : traced.prefix,
    addresses: registration.addresses.length > 0 ? registration.addresses : traced.addresses,
    telecom: registration.telecom.length > 0 ? registration.telecom : traced.telecom,
    contacts: [],
    nhsNumberVerified: true,
    sensitive: false,
    registrationType: 'T',
    registrationStart: now,
    registrationEnd: momentOf(addDays(localDateOf(now), days)),
  }
}

async function createOrReactivate(
  tx: Tx,
  practice: OdsCode,
  of: { temporary: NewTemporary; id: PatientId; trace: Trace; now: Date },
): Promise<Patient> {
  const created: Patient = { ...of.temporary, id: of.id, version: 1 }
  const existing = await lockPatientByNhsNumber(tx, practice, created.nhsNumber)
  if (!existing) {
    if (await insertPatient(tx, practice, created)) return created
    // Somebody registered this person between the two statements, and that is now committed.
    return createOrReactivate(tx, practice, of)
  }

  checkMayBeReactivated(existing, of.trace, of.now)
  const reactivated: Patient = { ...existing, ...of.temporary, contacts: existing.contacts, version: existing.version + 1 }
  await updatePatient(tx, practice, reactivated)
  return reactivated
}

/** REG-03. */
function checkMayBeReactivated(existing: Patient, trace: Trace, now: Date): void {
  const { family, given, birthDate } = existing
  if (!existing.nhsNumberVerified && !isVerifiedBy(trace, { family, given, birthDate })) {
    throw new SpineError(
      'INVALID_PATIENT_DEMOGRAPHICS',
      'The record that this practice holds under this NHS number does not agree with PDS.',
    )
  }
  if (existing.deceasedAt !== undefined || existing.sensitive) {
    throw new SpineError('INVALID_PATIENT_DEMOGRAPHICS', 'This practice does not allow this person to be registered by this route.')
  }
  if (isActive(existing, now)) {
    throw new SpineError('DUPLICATE_REJECTED', 'This person is already registered here: find the patient and use that record.')
  }
}
