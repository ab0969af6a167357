import type { Queryable } from '../postgres/database.ts'
import type { Chain } from './entry.ts'
import { findChains } from './store/chains.ts'
import { type EntryFilter, type FoundEntry, findEntries, findNewestEntries } from './store/search-entries.ts'

export type TrailSearch = { chains?: readonly Chain[]; filter: EntryFilter; limit: number }

/** `more`: older ones matched too. */
export type FoundInTrail = { entries: FoundEntry[]; more: boolean }

/** Entries of the named chains, or of all, newest first. */
export async function searchTrail(db: Queryable, { filter, limit, ...of }: TrailSearch): Promise<FoundInTrail> {
  const found = await search(db, of.chains, { filter, limit: limit + 1 })
  return { entries: found.slice(0, limit), more: found.length > limit }
}

async function search(db: Queryable, named: readonly Chain[] | undefined, of: Pick<TrailSearch, 'filter' | 'limit'>) {
  const { filter, limit } = of
  if (Object.keys(filter).length === 0) return findNewestEntries(db, named ?? (await findChains(db)), limit)

  // The indexes by patient and by trace begin with the chain: naming all of them is what lets them be used.
  const isIndexed = filter.patient !== undefined || filter.traceId !== undefined
  return findEntries(db, { chains: named ?? (isIndexed ? await findChains(db) : undefined), filter, limit })
}
