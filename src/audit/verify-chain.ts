import type { Queryable } from '../postgres/database.ts'
import type { Chain } from './entry.ts'
import { findHead, readChain } from './store/read-chain.ts'
import type { Fault, Head, Listed, SavedHead } from './verify-faults.ts'
import type { StoredEntry } from './verify-hash.ts'
import { faultOfSaved, faultsOfHead, type IsProven } from './verify-head.ts'
import { createLinks } from './verify-links.ts'

export type ChainReport = {
  chain: Chain
  entries: number
  /** The earliest and the latest moment that an entry names. */
  from?: string
  to?: string
  /** The last entry there is. */
  end?: Head
  faults: Listed<Fault>
}

type Watch = (done: number, total: number) => void

/**
 * Proves that nothing of a chain was altered, removed or put elsewhere (AUD-01), while others may go on adding to it. An entry and the
 * head that names it are committed together: so what the head said before the first page was read must be found, and what was found by
 * the last page must be within what the head says after it.
 */
export async function verifyChain(db: Queryable, of: { chain: Chain; saved: readonly SavedHead[] }, watch: Watch): Promise<ChainReport> {
  const { chain, saved } = of
  const head = await findHead(db, chain)
  const links = createLinks(chain)
  const met = createMet([...saved, ...(head ? [head] : [])].map(({ number }) => number))

  for await (const page of readChain(db, chain)) {
    for (const entry of page) met.add(entry, links.take(entry))
    watch(met.entries(), Math.max(head?.number ?? 0, met.entries()))
  }

  const isProven: IsProven = ({ number, hash }) => {
    const hashes = met.hashesOf(number)
    if (hashes === undefined) return undefined
    if (hashes.indexOf(hash) > 0) links.onlyHashAltered(number)
    return hashes.includes(hash)
  }
  const end = met.end()
  const ofHeads = [
    ...faultsOfHead({ head, headNow: await findHead(db, chain), end }, isProven),
    ...saved.flatMap((one) => faultOfSaved(one, isProven) ?? []),
  ]
  const ofLinks = links.faults()
  const faults = { items: [...ofLinks.items, ...ofHeads], count: ofLinks.count + ofHeads.length }
  return { chain, entries: met.entries(), ...met.moments(), ...(end && { end }), faults }
}

/** What is remembered of the entries that went by: how many, from when to when, the last of them, and the hashes of those asked for. */
function createMet(asked: readonly number[]) {
  const kept = new Map<number, readonly string[] | undefined>(asked.map((number) => [number, undefined]))
  let entries = 0
  let moments: { from: string; to: string } | undefined
  let last: { head: Head; hashes: readonly string[] } | undefined

  return {
    add({ position, hash, at }: StoredEntry, hashes: readonly string[]): void {
      entries += 1
      if (hashes.length === 0) return
      const number = Number(position)
      last = { head: { number, hash }, hashes }
      if (kept.has(number)) kept.set(number, hashes)
      // Of an entry that does not fit, the moment may be anything.
      if (at === null || hashes.length > 1) return
      moments = { from: moments && moments.from < at ? moments.from : at, to: moments && moments.to > at ? moments.to : at }
    },
    entries: () => entries,
    moments: () => moments,
    end: () => last?.head,
    hashesOf: (number: number) => (last?.head.number === number ? last.hashes : kept.get(number)),
  }
}
