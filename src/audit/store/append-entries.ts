import type { Queryable } from '../../postgres/database.ts'
import type { AuditEntry, Chain } from '../entry.ts'

/** Durable when this returns: all of them, in this order, or none. */
export async function appendEntries(db: Queryable, chain: Chain, entries: readonly AuditEntry[]): Promise<void> {
  await db.query('select append_to_audit_trail($1, $2::jsonb)', [chain, JSON.stringify(entries)])
}
