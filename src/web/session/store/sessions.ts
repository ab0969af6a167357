import type { Queryable } from '../../../postgres/database.ts'

export type SessionRow = { tokenHash: string; userId: string; startedAt: Date; seenAt: Date; sealed: string }

export async function insertSession(db: Queryable, session: SessionRow & { cis2Sid: string | undefined; cis2Sub: string }): Promise<void> {
  const { tokenHash, userId, cis2Sid, cis2Sub, startedAt, seenAt, sealed } = session
  await db.query(
    `insert into web_session (token_hash, user_id, cis2_sid, cis2_sub, started_at, seen_at, sealed)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tokenHash, userId, cis2Sid ?? null, cis2Sub, startedAt, seenAt, sealed],
  )
}

/** Only one that is neither too old nor idle for too long. */
export async function findSession(
  db: Queryable,
  tokenHash: string,
  { startedAfter, seenAfter }: { startedAfter: Date; seenAfter: Date },
): Promise<SessionRow | undefined> {
  const [row] = await db.query<{ user_id: string; started_at: Date; seen_at: Date; sealed: string }>(
    `select user_id, started_at, seen_at, sealed from web_session
     where token_hash = $1 and started_at > $2 and seen_at > $3`,
    [tokenHash, startedAfter, seenAfter],
  )
  return row && { tokenHash, userId: row.user_id, startedAt: row.started_at, seenAt: row.seen_at, sealed: row.sealed }
}

export async function updateSeen(db: Queryable, tokenHash: string, seenAt: Date): Promise<void> {
  await db.query('update web_session set seen_at = $2 where token_hash = $1 and seen_at < $2', [tokenHash, seenAt])
}

export async function updateSealed(db: Queryable, tokenHash: string, sealed: string): Promise<void> {
  await db.query('update web_session set sealed = $2 where token_hash = $1', [tokenHash, sealed])
}

export async function deleteSession(db: Queryable, tokenHash: string): Promise<void> {
  await db.query('delete from web_session where token_hash = $1', [tokenHash])
}

/** As CIS2 says it: one session of its own; or, without `sid`, every session of the person, none that began after it was said. */
export async function deleteSessionsOfCis2(
  db: Queryable,
  { sid, sub, startedBefore }: { sid: string | undefined; sub: string | undefined; startedBefore: Date },
): Promise<string[]> {
  const rows = await db.query<{ user_id: string }>(
    `delete from web_session
     where ($1::text is null or cis2_sid = $1) and ($2::text is null or cis2_sub = $2) and coalesce($1, $2) is not null
       and ($1::text is not null or started_at <= $3)
     returning user_id`,
    [sid ?? null, sub ?? null, startedBefore],
  )
  return rows.map(({ user_id }) => user_id)
}

export async function deleteOldSessions(db: Queryable, limits: { startedBefore: Date; seenBefore: Date }): Promise<void> {
  await db.query('delete from web_session where started_at <= $1 or seen_at <= $2', [limits.startedBefore, limits.seenBefore])
}
