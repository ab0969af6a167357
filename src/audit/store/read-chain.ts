import type { Queryable } from '../../postgres/database.ts'
import type { Chain } from '../entry.ts'
import type { Head } from '../verify-faults.ts'
import type { StoredEntry } from '../verify-hash.ts'

/** The lowest number that the column takes: who forges an entry may give it any. */
const FIRST = -(2n ** 63n)
const PAGE = 500

/** Page by page, in the order of numbers. A page sees what was committed when it was read. */
export async function* readChain(db: Queryable, chain: Chain): AsyncGenerator<StoredEntry[]> {
  for (let from = FIRST; ; ) {
    const page = await readPage(db, chain, from)
    if (page.length > 0) yield page

    const last = page.at(-1)
    if (page.length < PAGE || last === undefined) return
    from = BigInt(last.position) + 1n
  }
}

async function readPage(db: Queryable, chain: Chain, from: bigint): Promise<StoredEntry[]> {
  return db.query<StoredEntry>(
    `select number::text as position, entry::text as text, encode(hash, 'hex') as hash, entry ->> 'at' as at
     from audit_entry where ods_code = $1 and number >= $2::bigint order by number limit ${PAGE}`,
    [chain, String(from)],
  )
}

export async function findHead(db: Queryable, chain: Chain): Promise<Head | undefined> {
  const [head] = await db.query<Head>(`select number, encode(hash, 'hex') as hash from audit_head where ods_code = $1`, [chain])
  return head
}
