import type { Chain } from './entry.ts'
import { addTo, emptyList, type Fault, type Listed } from './verify-faults.ts'
import { hashOf, type StoredEntry } from './verify-hash.ts'
import { hashesIfSwapped, type Suspect } from './verify-swap.ts'

export type Links = {
  /** The chain's next entry, in the order of numbers. Answers with the hashes that may stand for it: where it fits, its own alone. */
  take(entry: StoredEntry): readonly string[]
  /** The hash that this entry should have turns out to be what the rest was built on. */
  onlyHashAltered(number: number): void
  faults(): Listed<Fault>
}

type Judged = Suspect & { because: 'altered' | 'hash-altered' | 'swapped' | 'its-neighbour' }

/** How many entries that do not fit are kept, to tell a swap. Where there are more, it was not two that changed places. */
const MOST_SUSPECTS = 50

/**
 * Judges entry after entry, in constant memory. After one that does not fit it goes on from the hash that is stored, so that one altered
 * entry is one fault, and does not make a fault of each that follows.
 */
export function createLinks(chain: Chain): Links {
  const told = emptyList<Fault>()
  const suspects: Judged[] = []
  const moreAltered = noRanges()
  let expected = 1
  /** Undefined after a gap: the next entry was built on what is not there. */
  let builtOn: readonly string[] | undefined = ['']

  function judge(entry: StoredEntry & { number: number }, before: readonly string[]): readonly string[] {
    const fits = before.findIndex((hash) => hashOf(chain, entry, hash) === entry.hash)
    if (fits > 0) onlyHashAltered(entry.number - 1)
    if (fits >= 0) return [entry.hash]

    const unexplained = [entry.hash, hashOf(chain, entry, before[0] ?? '')]
    if (suspects.length === MOST_SUSPECTS) {
      addRange(moreAltered, { from: entry.number, to: entry.number })
      return unexplained
    }
    const suspect: Judged = { ...entry, builtOn: before, because: 'altered' }
    const hashInPlace = explainBySwap(suspect)
    suspects.push(suspect)
    return hashInPlace === undefined ? unexplained : [hashInPlace]
  }

  /** The hash that belongs in the suspect's place, when it has changed places with one before it. */
  function explainBySwap(second: Judged): string | undefined {
    for (const first of suspects) {
      const hashes = first.because === 'altered' ? hashesIfSwapped(chain, first, second) : undefined
      if (!hashes) continue

      addTo(told, { kind: 'swapped', numbers: [first.number, second.number] })
      first.because = 'swapped'
      second.because = 'swapped'
      const next = suspects.find(({ number }) => number === first.number + 1)
      if (next && hashOf(chain, next, hashes[0]) === next.hash) next.because = 'its-neighbour'
      return hashes[1]
    }
    return undefined
  }

  function onlyHashAltered(number: number): void {
    const suspect = suspects.find((one) => one.number === number)
    if (suspect?.because === 'altered') suspect.because = 'hash-altered'
  }

  return {
    take(stored) {
      const number = Number(stored.position)
      if (number < 1 || !Number.isSafeInteger(number)) {
        addTo(told, { kind: 'misnumbered', number })
        return []
      }
      if (number > expected) {
        addTo(told, { kind: 'missing', from: expected, to: number - 1, unchecked: number })
        builtOn = undefined
      }
      builtOn = builtOn ? judge({ ...stored, number }, builtOn) : [stored.hash]
      expected = number + 1
      return builtOn
    },
    onlyHashAltered,
    faults: () => inOrder(told, ofSuspects(suspects, moreAltered)),
  }
}

type Range = { from: number; to: number }
/** `end` is where the last one ends, which may be beyond those listed. */
type Ranges = Listed<Range> & { end: number }

function noRanges(): Ranges {
  return { ...emptyList(), end: -1 }
}

function ofSuspects(suspects: readonly Judged[], more: Ranges): Listed<Fault> {
  const found = emptyList<Fault>()
  const ranges = noRanges()
  for (const { because, number } of suspects) {
    if (because === 'altered') addRange(ranges, { from: number, to: number })
    if (because === 'hash-altered') addTo(found, { kind: 'hash-altered', number })
  }
  for (const range of more.items) addRange(ranges, range)
  for (const range of ranges.items) addTo(found, { kind: 'altered', ...range })
  const unlisted = ranges.count - ranges.items.length + more.count - more.items.length
  return { items: found.items, count: found.count + unlisted }
}

/** Neighbours that do not fit are one fault: which of them was altered cannot always be told. */
function addRange(ranges: Ranges, range: Range): void {
  const last = ranges.items.at(-1)
  if (ranges.end !== range.from - 1) addTo(ranges, { ...range })
  else if (last?.to === ranges.end) last.to = range.to
  ranges.end = range.to
}

function inOrder(one: Listed<Fault>, other: Listed<Fault>): Listed<Fault> {
  const items = [...one.items, ...other.items].sort((first, second) => placeOf(first) - placeOf(second))
  return { items, count: one.count + other.count }
}

function placeOf(fault: Fault): number {
  if ('numbers' in fault) return fault.numbers[0]
  if ('from' in fault) return fault.from
  return 'number' in fault ? fault.number : 0
}
