import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Schedule } from '../model.ts'

/** SLOT-10: a service is named nowhere while service filtering is off. Of schedule c, in the practice of organisation o. */
export const NAMED_SERVICE = `case when o.service_filtering_on then c.healthcare_service_id end as "healthcareServiceId"`

/** Those of the ids that are this practice's, each once, soonest first. */
export async function findSchedules(db: Queryable, practice: OdsCode, ids: readonly string[]): Promise<Schedule[]> {
  const rows = await db.query<Schedule>(
    `select c.id, c.version, c.session_name as "sessionName", c.location_id as "locationId", c.practitioner_id as "practitionerId",
       c.practitioner_role as "practitionerRole", ${NAMED_SERVICE}, c.start_at as start, c.end_at as "end"
     from schedule c join organisation o on o.ods_code = c.ods_code
     where c.ods_code = $1 and c.id = any($2::text[]) order by c.start_at, c.id`,
    [practice, ids],
  )
  return rows.map((row) => withoutNulls(row))
}
