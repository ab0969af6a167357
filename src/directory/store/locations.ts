import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Location } from '../model.ts'

/** Those of the ids that are this practice's, each once. */
export async function findLocations(db: Queryable, practice: OdsCode, ids: readonly string[]): Promise<Location[]> {
  const rows = await db.query<Location>(
    `select id, version, name, address, telecom from location where ods_code = $1 and id = any($2::text[]) order by id`,
    [practice, ids],
  )
  return rows.map((row) => withoutNulls(row))
}
