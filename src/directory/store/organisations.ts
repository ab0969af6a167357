import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Organisation } from '../model.ts'

/** The practice whose book this is; undefined when this deployment does not hold it. */
export async function findOrganisation(db: Queryable, odsCode: OdsCode): Promise<Organisation | undefined> {
  const [row] = await db.query<Organisation>(
    `select id, version, ods_code as "odsCode", asid, name, address, telecom from organisation where ods_code = $1`,
    [odsCode],
  )
  return row && withoutNulls(row)
}
