import type { Queryable } from '../../postgres/database.ts'

/**
 * Whether the role of this connection could alter or remove what the audit trail holds, or write into it by other ways than the function
 * for it, by itself or by a role that it is a member of. The owner of a schema may drop what is in it, whoever owns that; and whoever owns a
 * database owns its schema `public`.
 */
export async function canAlterTrail(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ can: boolean }>(
    `select bool_or(
       pg_has_role(c.relowner, 'member') or pg_has_role(n.nspowner, 'member')
       or has_table_privilege(c.oid, 'delete, truncate, trigger') or has_any_column_privilege(c.oid, 'update')
       or (c.relname <> 'provenance' and has_any_column_privilege(c.oid, 'insert'))
     ) as can
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.oid in ('audit_entry'::regclass, 'audit_head'::regclass, 'provenance'::regclass)`,
  )
  return row?.can !== false
}
