import type { AuditEntry, Chain } from '../../src/audit/entry.ts'
import type { Queryable } from '../../src/postgres/database.ts'

/** The chain's entries, oldest first, after the given number of them. */
export async function auditEntries(db: Queryable, chain: Chain, after = 0): Promise<AuditEntry[]> {
  const rows = await db.query<{ entry: AuditEntry }>('select entry from audit_entry where ods_code = $1 and number > $2 order by number', [
    chain,
    after,
  ])
  return rows.map(({ entry }) => entry)
}
