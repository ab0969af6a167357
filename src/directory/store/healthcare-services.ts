import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'

export async function healthcareServiceExists(db: Queryable, practice: OdsCode, id: string): Promise<boolean> {
  const rows = await db.query(`select id from healthcare_service where ods_code = $1 and id = $2`, [practice, id])
  return rows.length === 1
}
