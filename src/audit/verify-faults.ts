import type { Chain } from './entry.ts'

/** What is wrong with a chain. Numbers are of entries, both ends included. */
export type Fault =
  /** They do not fit their hashes. The first may be sound, and the entry before it altered and given a new hash. */
  | { kind: 'altered'; from: number; to: number }
  /** Only its hash: the next entry, or the head, proves the content. */
  | { kind: 'hash-altered'; number: number }
  | { kind: 'swapped'; numbers: [number, number] }
  /** `unchecked` is the next entry there is, which cannot be checked without them. */
  | { kind: 'missing'; from: number; to: number; unchecked: number }
  | { kind: 'tail-missing'; from: number; to: number }
  | { kind: 'all-missing'; to: number }
  /** A number that no entry can have. */
  | { kind: 'misnumbered'; number: number }
  | { kind: 'head-missing'; last: number }
  | { kind: 'head-behind'; head: number; last: number }
  | { kind: 'head-differs'; number: number }
  /** A head that was saved: this entry is another one now, or is not there any more. */
  | { kind: 'not-as-saved'; number: number }
  | { kind: 'saved-missing'; number: number }

/** Where a chain ended at some moment. The hash, in hexadecimal, stands for every entry up to this one. */
export type Head = { number: number; hash: string }

export type SavedHead = Head & { chain: Chain }

/** The first so many, and how many there are. */
export type Listed<Item> = { items: Item[]; count: number }

const MOST_LISTED = 100

export function emptyList<Item>(): Listed<Item> {
  return { items: [], count: 0 }
}

/** Of a trail that was destroyed every entry may be a fault: more than a screen of them says nothing more. */
export function addTo<Item>(list: Listed<Item>, item: Item): void {
  list.count += 1
  if (list.items.length < MOST_LISTED) list.items.push(item)
}
