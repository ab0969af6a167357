import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'
import type { Gender } from '../model.ts'
import { COUNT_SAVED, NOTHING_SAVED, type SavedRows } from './save-count.ts'

export type PractitionerToSave = {
  newId: string
  key: string
  sdsUserId?: string
  sdsRoleProfileIds: readonly string[]
  family: string
  given: readonly string[]
  prefix: readonly string[]
  gender?: Gender
  languages: readonly string[]
}

/** Which of them the book holds under another key: the same person, or service, renamed in the file, or a slip. */
export async function findPractitionersOfOtherKeys(
  tx: Tx,
  practice: OdsCode,
  practitioners: readonly Pick<PractitionerToSave, 'key' | 'sdsUserId'>[],
): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    `select f.key from jsonb_to_recordset($2::jsonb) as f (key text, "sdsUserId" text)
     join practitioner p on p.ods_code = $1 and p.sds_user_id = f."sdsUserId" and p.key <> f.key`,
    [practice, JSON.stringify(practitioners)],
  )
  return rows.map(({ key }) => key)
}

export async function savePractitioners(tx: Tx, practice: OdsCode, practitioners: readonly PractitionerToSave[]): Promise<SavedRows> {
  const [counted] = await tx.query<SavedRows>(
    `with saved as (
       insert into practitioner (ods_code, id, key, sds_user_id, sds_role_profile_ids, family, given, prefix, gender, languages)
       select $1, f."newId", f.key, f."sdsUserId", f."sdsRoleProfileIds", f.family, f.given, f.prefix, f.gender, f.languages
       from jsonb_to_recordset($2::jsonb) as f ("newId" text, key text, "sdsUserId" text, "sdsRoleProfileIds" text[], family text,
         given text[], prefix text[], gender text, languages text[])
       on conflict (ods_code, key) do update set sds_user_id = excluded.sds_user_id,
         sds_role_profile_ids = excluded.sds_role_profile_ids, family = excluded.family, given = excluded.given,
         prefix = excluded.prefix, gender = excluded.gender, languages = excluded.languages, version = practitioner.version + 1
       where (practitioner.sds_user_id, practitioner.sds_role_profile_ids, practitioner.family, practitioner.given,
           practitioner.prefix, practitioner.gender, practitioner.languages)
         is distinct from (excluded.sds_user_id, excluded.sds_role_profile_ids, excluded.family, excluded.given,
           excluded.prefix, excluded.gender, excluded.languages)
       returning version)
     ${COUNT_SAVED}`,
    [practice, JSON.stringify(practitioners)],
  )
  return counted ?? NOTHING_SAVED
}
