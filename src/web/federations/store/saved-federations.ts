import type { FederationId, OdsCode } from '../../../consumer/index.ts'
import type { Queryable } from '../../../postgres/database.ts'

/** Who is asking: of what is there they see what is their organisation's, and what is theirs alone. */
export type Reader = { odsCode: OdsCode; userId: string }

export type FederationRow = {
  id: string
  ownerId: string | undefined
  version: number
  federation: unknown
  removedAt: Date | undefined
}

type Columns = { id: string; owner_id: string | null; version: number; federation: unknown; removed_at: Date | null }

const COLUMNS = 'id, owner_id, version, federation, removed_at'

const toRow = ({ owner_id, removed_at, ...row }: Columns): FederationRow => ({
  ...row,
  ownerId: owner_id ?? undefined,
  removedAt: removed_at ?? undefined,
})

/** Those that were removed, too. */
export async function findFederations(db: Queryable, { odsCode, userId }: Reader): Promise<FederationRow[]> {
  const rows = await db.query<Columns>(
    `select ${COLUMNS} from saved_federation where ods_code = $1 and (owner_id is null or owner_id = $2) order by id`,
    [odsCode, userId],
  )
  return rows.map(toRow)
}

export async function findFederation(db: Queryable, id: FederationId, { odsCode, userId }: Reader): Promise<FederationRow | undefined> {
  const [row] = await db.query<Columns>(
    `select ${COLUMNS} from saved_federation
     where ods_code = $1 and id = $3 and removed_at is null and (owner_id is null or owner_id = $2)`,
    [odsCode, userId, id],
  )
  return row && toRow(row)
}

export type FederationChange = { id: FederationId; ownerId: string | undefined; json: string; now: Date }

/** Its version, or undefined where there is one under that id. In the place of one that was removed it counts on. */
export async function insertFederation(
  db: Queryable,
  { odsCode, userId }: Reader,
  { id, ownerId, json, now }: FederationChange,
): Promise<number | undefined> {
  const [row] = await db.query<{ version: number }>(
    `insert into saved_federation as kept (ods_code, id, owner_id, version, federation, changed_at)
     values ($1, $3, $4, 1, $5::text::jsonb, $6)
     on conflict (ods_code, id) do update
       set owner_id = $4, version = kept.version + 1, federation = excluded.federation, changed_at = $6, removed_at = null
       where kept.removed_at is not null and (kept.owner_id is null or kept.owner_id = $2)
     returning version`,
    [odsCode, userId, id, ownerId ?? null, json, now],
  )
  return row?.version
}

/** The new version, or undefined where it is not at the one that was seen. */
export async function updateFederation(
  db: Queryable,
  { odsCode, userId }: Reader,
  { id, ownerId, json, now, version }: FederationChange & { version: number },
): Promise<number | undefined> {
  const [row] = await db.query<{ version: number }>(
    `update saved_federation set owner_id = $4, version = version + 1, federation = $5::text::jsonb, changed_at = $6
     where ods_code = $1 and id = $3 and version = $7 and removed_at is null and (owner_id is null or owner_id = $2)
     returning version`,
    [odsCode, userId, id, ownerId ?? null, json, now, version],
  )
  return row?.version
}

export async function markRemoved(
  db: Queryable,
  { odsCode, userId }: Reader,
  { id, version, now }: { id: FederationId; version: number; now: Date },
): Promise<boolean> {
  const rows = await db.query(
    `update saved_federation set version = version + 1, removed_at = $5, changed_at = $5
     where ods_code = $1 and id = $3 and version = $4 and removed_at is null and (owner_id is null or owner_id = $2)
     returning id`,
    [odsCode, userId, id, version, now],
  )
  return rows.length > 0
}

export async function bringBack(
  db: Queryable,
  { odsCode, userId }: Reader,
  { id, version, now }: { id: FederationId; version: number; now: Date },
): Promise<boolean> {
  const rows = await db.query(
    `update saved_federation set version = version + 1, removed_at = null, changed_at = $5
     where ods_code = $1 and id = $3 and version = $4 and removed_at is not null and (owner_id is null or owner_id = $2)
     returning id`,
    [odsCode, userId, id, version, now],
  )
  return rows.length > 0
}

export async function forgetRemoved(db: Queryable, removedBefore: Date): Promise<void> {
  await db.query('delete from saved_federation where removed_at < $1', [removedBefore])
}
