import type { AuditEntry } from '../../src/audit/entry.ts'
import type { Database } from '../../src/postgres/database.ts'

export async function webAuditEntries(db: Database, odsCode: string): Promise<AuditEntry[]> {
  const rows = await db.query<{ entry: AuditEntry }>('select entry from audit_entry where ods_code = $1 order by number', [odsCode])
  return rows.map(({ entry }) => entry)
}

/** Whatever is kept of sessions and patients, as whoever has the database sees it. */
export async function sealedRows(db: Database): Promise<string> {
  const [sessions, encounters] = [await db.query('select * from web_session'), await db.query('select * from encounter')]
  if (sessions.length === 0 || encounters.length === 0) throw new Error('There is nothing to look at')
  return JSON.stringify([sessions, encounters])
}
