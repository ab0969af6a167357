import type { Gender } from '../../directory/model.ts'
import { COUNT_SAVED, NOTHING_SAVED, type SavedRows } from '../../directory/store/save-count.ts'
import type { Address, Telecom } from '../../nhs/contact-details.ts'
import type { NhsNumber } from '../../nhs/nhs-number.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { RegistrationType } from '../../nhs/registration-types.ts'
import type { Tx } from '../../postgres/database.ts'
import type { PatientContact } from '../model.ts'

/** `preferredBranch` and `generalPractitioner` are keys of rows that have been saved before. */
export type PatientToSave = {
  newId: string
  nhsNumber: NhsNumber
  nhsNumberVerified: boolean
  family: string
  given: readonly string[]
  prefix: readonly string[]
  birthDate?: string
  gender?: Gender
  addresses: readonly Address[]
  telecom: readonly Telecom[]
  contacts: readonly PatientContact[]
  language?: string
  interpreterRequired?: boolean
  registrationType: RegistrationType
  registrationStart: Date
  registrationEnd?: Date
  deceasedAt?: Date
  sensitive: boolean
  preferredBranch?: string
  generalPractitioner?: string
}

const COMPARED = [
  'family',
  'given',
  'prefix',
  'birth_date',
  'gender',
  'addresses',
  'telecom',
  'contacts',
  'language',
  'interpreter_required',
  'registration_type',
  'registration_start',
  'registration_end',
  'deceased_at',
  'sensitive',
  'preferred_branch_id',
  'general_practitioner_id',
]

const columnsOf = (row: string) => COMPARED.map((column) => `${row}.${column}`).join(', ')

/**
 * What PDS has verified stays verified (PAT-03). And a temporary registration made through GP Connect stands (REG-04) until
 * the file itself says that the person is registered: a file that still says "left" is older than that.
 */
export async function savePatients(tx: Tx, practice: OdsCode, save: { patients: readonly PatientToSave[]; now: Date }): Promise<SavedRows> {
  const [counted] = await tx.query<SavedRows>(
    `with file as (
       select f.*, l.id as branch_id, g.id as practitioner_id
       from jsonb_to_recordset($2::jsonb) as f ("newId" text, "nhsNumber" text, "nhsNumberVerified" boolean, family text, given text[],
         prefix text[], "birthDate" date, gender text, addresses jsonb, telecom jsonb, contacts jsonb, language text,
         "interpreterRequired" boolean, "registrationType" text, "registrationStart" timestamptz, "registrationEnd" timestamptz,
         "deceasedAt" timestamptz, sensitive boolean, "preferredBranch" text, "generalPractitioner" text)
       left join location l on l.ods_code = $1 and l.key = f."preferredBranch"
       left join practitioner g on g.ods_code = $1 and g.key = f."generalPractitioner"),
     saved as (
       insert into patient (ods_code, id, nhs_number, nhs_number_verified, ${COMPARED.join(', ')})
       select $1, "newId", "nhsNumber", "nhsNumberVerified", family, given, prefix, "birthDate", gender, addresses, telecom, contacts,
         language, "interpreterRequired", "registrationType", "registrationStart", "registrationEnd", "deceasedAt", sensitive,
         branch_id, practitioner_id
       from file
       on conflict on constraint patient_is_registered_once do update
       set nhs_number_verified = patient.nhs_number_verified or excluded.nhs_number_verified,
         (${COMPARED.join(', ')}) = (${columnsOf('excluded')}), version = patient.version + 1
       where (patient.nhs_number_verified, ${columnsOf('patient')})
           is distinct from (patient.nhs_number_verified or excluded.nhs_number_verified, ${columnsOf('excluded')})
         and not (coalesce(excluded.registration_end <= $3, false) and exists (
           select from provenance v where v.ods_code = $1 and v.target_type = 'Patient' and v.target_id = patient.id))
       returning version)
     ${COUNT_SAVED}`,
    [practice, JSON.stringify(save.patients), save.now],
  )
  return counted ?? NOTHING_SAVED
}
