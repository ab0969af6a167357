export type Interval<Of> = { from: number; to: number; of: Of }

export type Intervals<Of> = {
  /** In order of their beginnings. */
  all: readonly Interval<Of>[]
  /** Those that share a moment with the one from `from` to `to`. */
  meeting: (from: number, to: number) => Interval<Of>[]
  /** Those that last from before it until after it. */
  covering: (from: number, to: number) => Interval<Of>[]
}

/** Looked up from the latest backwards, until none that began earlier lasts long enough: holds of one slot hardly overlap. */
export function createIntervals<Of>(intervals: readonly Interval<Of>[]): Intervals<Of> {
  const all = intervals.toSorted((one, other) => one.from - other.from)
  let longest = Number.NEGATIVE_INFINITY
  const lastEnd = all.map(({ to }) => {
    longest = Math.max(longest, to)
    return longest
  })

  const find = (beganBy: number, lastsUntil: number) => {
    const found: Interval<Of>[] = []
    for (let index = lastBeginningBy(all, beganBy); index >= 0 && (lastEnd[index] ?? 0) >= lastsUntil; index -= 1) {
      const interval = all[index]
      if (interval && interval.to >= lastsUntil) found.push(interval)
    }
    return found
  }
  return { all, meeting: (from, to) => find(to, from), covering: (from, to) => find(from, to) }
}

function lastBeginningBy(all: readonly Interval<unknown>[], moment: number): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.from ?? 0) <= moment) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The most of them that last at one moment, and those that do: ends do not count. */
export function mostAtOnce<Of>({ all }: Intervals<Of>): Interval<Of>[] {
  let most: Interval<Of>[] = []
  let lasting: Interval<Of>[] = []
  for (const interval of all) {
    lasting = [...lasting.filter(({ to }) => to > interval.from), interval]
    if (lasting.length > most.length) most = lasting
  }
  return most
}
