import type { Chain } from './entry.ts'
import { hashOf, type StoredEntry } from './verify-hash.ts'

/** An entry that does not fit any of the hashes that it may have been built on. */
export type Suspect = StoredEntry & { number: number; builtOn: readonly string[] }

/**
 * The hashes that belong in the two places, if the entries have changed places: then each fits where the other is. It does not matter
 * whether their hashes were moved with them.
 */
export function hashesIfSwapped(chain: Chain, first: Suspect, second: Suspect): [first: string, second: string] | undefined {
  const stored = [first.hash, second.hash]
  const fitting = (place: Suspect, text: string, builtOn: readonly string[]) =>
    builtOn.map((hash) => hashOf(chain, { position: place.position, text }, hash)).find((hash) => stored.includes(hash))

  const inFirst = fitting(first, second.text, first.builtOn)
  if (inFirst === undefined) return undefined
  const inSecond = fitting(second, first.text, second.number === first.number + 1 ? [inFirst] : second.builtOn)
  return inSecond === undefined ? undefined : [inFirst, inSecond]
}
