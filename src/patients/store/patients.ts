import type { NhsNumber } from '../../nhs/nhs-number.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Patient, PatientId } from '../model.ts'

const COLUMNS = `id, version, nhs_number as "nhsNumber", nhs_number_verified as "nhsNumberVerified", family, given, prefix,
  birth_date as "birthDate", gender, addresses, telecom, contacts, language, interpreter_required as "interpreterRequired",
  registration_type as "registrationType", registration_start as "registrationStart", registration_end as "registrationEnd",
  deceased_at as "deceasedAt", sensitive, preferred_branch_id as "preferredBranchId",
  general_practitioner_id as "generalPractitionerId"`

export async function findPatientById(db: Queryable, practice: OdsCode, id: PatientId): Promise<Patient | undefined> {
  const [row] = await db.query<Patient>(`select ${COLUMNS} from patient where ods_code = $1 and id = $2`, [practice, id])
  return row && withoutNulls(row)
}

export async function findPatientByNhsNumber(db: Queryable, practice: OdsCode, nhsNumber: NhsNumber): Promise<Patient | undefined> {
  const [row] = await db.query<Patient>(`select ${COLUMNS} from patient where ods_code = $1 and nhs_number = $2`, [practice, nhsNumber])
  return row && withoutNulls(row)
}

/** Held until the transaction ends, so that two registrations of one person take turns. */
export async function lockPatientByNhsNumber(tx: Tx, practice: OdsCode, nhsNumber: NhsNumber): Promise<Patient | undefined> {
  const [row] = await tx.query<Patient>(`select ${COLUMNS} from patient where ods_code = $1 and nhs_number = $2 for update`, [
    practice,
    nhsNumber,
  ])
  return row && withoutNulls(row)
}

/** PAT-03. Two readers may verify one record at once: the second changes nothing. */
export async function markNhsNumberVerified(db: Queryable, practice: OdsCode, id: PatientId): Promise<void> {
  await db.query(
    `update patient set nhs_number_verified = true, version = version + 1 where ods_code = $1 and id = $2 and not nhs_number_verified`,
    [practice, id],
  )
}

function valuesOf(practice: OdsCode, patient: Patient) {
  return [
    practice,
    patient.id,
    patient.version,
    patient.nhsNumber,
    patient.nhsNumberVerified,
    patient.family,
    patient.given,
    patient.prefix,
    patient.birthDate ?? null,
    patient.gender ?? null,
    JSON.stringify(patient.addresses),
    JSON.stringify(patient.telecom),
    JSON.stringify(patient.contacts),
    patient.language ?? null,
    patient.interpreterRequired ?? null,
    patient.registrationType,
    patient.registrationStart,
    patient.registrationEnd ?? null,
    patient.preferredBranchId ?? null,
    patient.generalPractitionerId ?? null,
  ] as const
}

/** False when this practice got a record of that NHS number a moment ago (REG-03). */
export async function insertPatient(tx: Tx, practice: OdsCode, patient: Patient): Promise<boolean> {
  const inserted = await tx.query(
    `insert into patient (ods_code, id, version, nhs_number, nhs_number_verified, family, given, prefix, birth_date, gender, addresses,
       telecom, contacts, language, interpreter_required, registration_type, registration_start, registration_end, preferred_branch_id,
       general_practitioner_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13::jsonb, $14, $15, $16, $17, $18, $19, $20)
     on conflict on constraint patient_is_registered_once do nothing
     returning id`,
    valuesOf(practice, patient),
  )
  return inserted.length === 1
}

/** Rewrites a record that the caller has locked. */
export async function updatePatient(tx: Tx, practice: OdsCode, patient: Patient): Promise<void> {
  await tx.query(
    `update patient set version = $3, nhs_number = $4, nhs_number_verified = $5, family = $6, given = $7, prefix = $8, birth_date = $9,
       gender = $10, addresses = $11::jsonb, telecom = $12::jsonb, contacts = $13::jsonb, language = $14, interpreter_required = $15,
       registration_type = $16, registration_start = $17, registration_end = $18, preferred_branch_id = $19,
       general_practitioner_id = $20
     where ods_code = $1 and id = $2`,
    valuesOf(practice, patient),
  )
}
