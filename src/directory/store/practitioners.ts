import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Practitioner } from '../model.ts'

const COLUMNS = `id, version, sds_user_id as "sdsUserId", sds_role_profile_ids as "sdsRoleProfileIds", family, given, prefix, gender, languages`

/** Those of the ids that are this practice's, each once. */
export async function findPractitioners(db: Queryable, practice: OdsCode, ids: readonly string[]): Promise<Practitioner[]> {
  const rows = await db.query<Practitioner>(
    `select ${COLUMNS} from practitioner where ods_code = $1 and id = any($2::text[]) order by id`,
    [practice, ids],
  )
  return rows.map((row) => withoutNulls(row))
}

/** An SDS user id is one person's at most, within a practice. */
export async function findPractitionerBySdsUserId(db: Queryable, practice: OdsCode, sdsUserId: string): Promise<Practitioner | undefined> {
  const [row] = await db.query<Practitioner>(`select ${COLUMNS} from practitioner where ods_code = $1 and sds_user_id = $2`, [
    practice,
    sdsUserId,
  ])
  return row && withoutNulls(row)
}
