import type { NhsNumber } from '../../nhs/nhs-number.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Parameter, Queryable } from '../../postgres/database.ts'
import type { AuditEntry, Chain } from '../entry.ts'

/** What the entries looked for have in common: each condition narrows. */
export type EntryFilter = {
  patient?: string
  /** By the practice's record with that number, by an entry that has it, or by where it stood in the call's address. */
  nhsNumber?: NhsNumber
  /** The user's id in the token, or in SDS. */
  user?: string
  organisation?: OdsCode
  traceId?: string
  interactionId?: string
  /** Only what was not answered with success. */
  refused?: boolean
  from?: Date
  /** Until then, that moment left out. */
  to?: Date
}

export type FoundEntry = { chain: Chain; number: number; entry: AuditEntry }

type Search = { chains: readonly Chain[] | undefined; filter: EntryFilter; limit: number }

/** Newest first. The statement has the conditions that were asked for and no others, so that an index of any of them can be used. */
export async function findEntries(db: Queryable, { chains, filter, limit }: Search): Promise<FoundEntry[]> {
  const parameters: Parameter[] = []
  const $ = (parameter: Parameter) => `$${parameters.push(parameter)}`
  const { patient, nhsNumber, user, organisation, traceId, interactionId, refused, from, to } = filter
  const practices = chains && $(chains)
  const conditions = [
    practices && `ods_code = any(${practices}::text[])`,
    patient !== undefined && `entry ? 'patient' and entry ->> 'patient' = ${$(patient)}`,
    traceId !== undefined && `entry ? 'traceId' and entry ->> 'traceId' = ${$(traceId)}`,
    nhsNumber !== undefined && ofPerson($(nhsNumber), practices),
    user !== undefined && ofUser($(user)),
    organisation !== undefined && `entry #>> '{organisation,odsCode}' = ${$(organisation)}`,
    interactionId !== undefined && `entry ->> 'interactionId' = ${$(interactionId)}`,
    refused && `not entry @? '$.status ? (@ < 400)'`,
    from && `entry ->> 'at' >= ${$(from.toISOString())}`,
    to && `entry ->> 'at' < ${$(to.toISOString())}`,
  ].filter((condition) => condition !== false && condition !== undefined)

  return db.query<FoundEntry>(
    `select ods_code as chain, number, entry from audit_entry
     ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
     order by entry ->> 'at' desc, ods_code, number desc limit ${$(limit)}::int`,
    parameters,
  )
}

function ofUser(id: string): string {
  return `(entry #>> '{user,id}' = ${id} or entry #>> '{user,sdsUserId}' = ${id})`
}

function ofPerson(nhsNumber: string, practices: string | undefined): string {
  return `((ods_code, entry ->> 'patient') in (
      select ods_code, id from patient where nhs_number = ${nhsNumber} ${practices ? `and ods_code = any(${practices}::text[])` : ''})
    or entry ->> 'nhsNumber' = ${nhsNumber} or entry ->> 'target' like '%' || ${nhsNumber} || '%')`
}

/** The last of each chain, which its key finds, and of these the newest. */
export async function findNewestEntries(db: Queryable, chains: readonly Chain[], limit: number): Promise<FoundEntry[]> {
  return db.query<FoundEntry>(
    `select last.ods_code as chain, last.number, last.entry
     from unnest($1::text[]) as chain
     cross join lateral (
       select ods_code, number, entry from audit_entry where ods_code = chain order by number desc limit $2::int) last
     order by last.entry ->> 'at' desc, last.ods_code, last.number desc limit $2::int`,
    [chains, limit],
  )
}
