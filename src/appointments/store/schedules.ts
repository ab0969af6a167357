import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Schedule } from '../model.ts'

/** Those of the ids that are this practice's, each once, soonest first. */
export async function findSchedules(db: Queryable, practice: OdsCode, ids: readonly string[]): Promise<Schedule[]> {
  const rows = await db.query<Schedule>(
    `select id, version, session_name as "sessionName", location_id as "locationId", practitioner_id as "practitionerId",
       practitioner_role as "practitionerRole", start_at as start, end_at as "end"
     from schedule where ods_code = $1 and id = any($2::text[]) order by start_at, id`,
    [practice, ids],
  )
  return rows.map((row) => withoutNulls(row))
}
