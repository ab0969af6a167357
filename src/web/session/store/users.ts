import type { Queryable } from '../../../postgres/database.ts'

/** The application's own id of a person: made when they sign in for the first time, and kept. */
export async function findOrInsertUser(
  db: Queryable,
  { id, sdsUserId, now }: { id: string; sdsUserId: string; now: Date },
): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `insert into app_user (id, sds_user_id, first_signed_in_at) values ($1, $2, $3)
     on conflict on constraint app_user_has_one_row_a_person do update set sds_user_id = excluded.sds_user_id
     returning id`,
    [id, sdsUserId, now],
  )
  if (!row) throw new Error('The user was neither found nor made')
  return row.id
}
