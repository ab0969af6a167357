import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'

/** A change by an interaction, as its provenance has it (AUD-02), of which no audit entry tells. */
export type UnauditedChange = {
  /** As an audit entry would name it: `Appointment/{id}/_history/{version}`. */
  record: string
  at: Date
  interactionId: string
  traceId: string
  user?: string
  organisation?: string
}

type Row = UnauditedChange & { type: string; id: string; version: number; audited: boolean }

const PAGE = 500

/** Those made before the given moment, page by page: a later one's entry may be on its way. What is older than the trail has none. */
export async function* findUnauditedChanges(db: Queryable, practice: OdsCode, before: Date): AsyncGenerator<UnauditedChange[]> {
  for (let after: Pick<Row, 'type' | 'id' | 'version'> = { type: '', id: '', version: 0 }; ; ) {
    const page = await readPage(db, practice, { before, after })
    const unaudited = page.filter(({ audited }) => !audited)
    if (unaudited.length > 0) yield unaudited.map(toChange)

    const last = page.at(-1)
    if (page.length < PAGE || last === undefined) return
    after = last
  }
}

/** An entry's trace id is cut to 500 characters; the index finds those of the call, and the record tells which of them is meant. */
function readPage(db: Queryable, practice: OdsCode, { before, after }: { before: Date; after: Pick<Row, 'type' | 'id' | 'version'> }) {
  return db.query<Row>(
    `select type, id, version, record, at, "interactionId", "traceId", "user", organisation,
       exists (
         select from audit_entry where ods_code = $1 and entry ? 'traceId' and entry ->> 'traceId' = left("traceId", 500)
           and entry ->> 'record' = record) as audited
     from (
       select target_type as type, target_id as id, target_version as version, recorded_at as at, interaction_id as "interactionId",
         trace_id as "traceId", agent #>> '{user,name}' as "user", agent #>> '{organisation,odsCode}' as organisation,
         target_type || '/' || target_id || '/_history/' || target_version as record
       from provenance
       where ods_code = $1 and (target_type, target_id, target_version) > ($2, $3, $4) and recorded_at < $5
         and recorded_at >= coalesce((select applied_at from migration where name like '0003-%'), '-infinity')
       order by target_type, target_id, target_version limit ${PAGE}) change
     order by type, id, version`,
    [practice, after.type, after.id, after.version, before],
  )
}

function toChange({ record, at, interactionId, traceId, user, organisation }: Row): UnauditedChange {
  return withoutNulls({ record, at, interactionId, traceId, ...(user && { user }), ...(organisation && { organisation }) })
}
