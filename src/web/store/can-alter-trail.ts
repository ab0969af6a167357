import type { Queryable } from '../../postgres/database.ts'

/** Whether the role of this connection could alter or remove what the audit trail holds, by itself or by a role that it is a member of. */
export async function canAlterTrail(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ can: boolean }>(
    `select bool_or(pg_has_role(relowner, 'member') or has_table_privilege(oid, 'update, delete, truncate, trigger')) as can
     from pg_class where oid in ('audit_entry'::regclass, 'audit_head'::regclass)`,
  )
  return row?.can !== false
}
