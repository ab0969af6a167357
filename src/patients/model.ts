import type { Gender } from '../directory/model.ts'
import type { Brand } from '../nhs/brand.ts'
import type { Address, Telecom } from '../nhs/contact-details.ts'
import type { NhsNumber } from '../nhs/nhs-number.ts'
import type { RegistrationType } from '../nhs/registration-types.ts'

export type PatientId = Brand<string, 'PatientId'>

/** Somebody to reach in the patient's stead. `relationship` is text (GEN-13). */
export type PatientContact = { relationship?: string; family?: string; given?: readonly string[]; telecom?: readonly Telecom[] }

/** One person's record at one practice: registered now, once, or no more. */
export type Patient = {
  id: PatientId
  version: number
  nhsNumber: NhsNumber
  /** PDS has confirmed that the number is this person's (PAT-03). */
  nhsNumberVerified: boolean
  family: string
  given: readonly string[]
  prefix: readonly string[]
  birthDate?: string
  gender?: Gender
  addresses: readonly Address[]
  telecom: readonly Telecom[]
  contacts: readonly PatientContact[]
  /** CareConnect-HumanLanguage-1. */
  language?: string
  interpreterRequired?: boolean
  registrationType: RegistrationType
  registrationStart: Date
  registrationEnd?: Date
  deceasedAt?: Date
  /** S-flagged: nothing about this person is shown to anyone outside. */
  sensitive: boolean
  preferredBranchId?: string
  generalPractitionerId?: string
}

/** PAT-02: registered here now, under whatever type, and alive. */
export function isActive(patient: Patient, now: Date): boolean {
  const ended = patient.registrationEnd !== undefined && patient.registrationEnd <= now
  return patient.deceasedAt === undefined && patient.registrationStart <= now && !ended
}

/** PAT-02, PAT-04: a patient of whom anything may be told to a consumer. */
export function mayBeShown(patient: Patient, now: Date): boolean {
  return isActive(patient, now) && !patient.sensitive
}
