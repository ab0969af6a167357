import type { Fetch } from '../../spine/http.ts'
import { bad, good, skipped, type Verdict } from './finding.ts'

export type Clocks = {
  fetch: Fetch
  /** By how many seconds this machine's clock is before the server's; undefined where that told no time. */
  aheadOf: (url: string) => number | undefined
  check: () => Verdict
}

/** A token that the provider reads lives for five minutes, and an assertion may end no more than that ahead. */
const MOST_SECONDS = 60

/** Reads the time off every answer. */
export function createClocks({ fetch, now }: { fetch: Fetch; now: () => Date }): Clocks {
  const seen = new Map<string, number>()

  return {
    fetch: async (url, init) => {
      const before = now().getTime()
      const answer = await fetch(url, init)
      const theirs = Date.parse(answer.headers.get('Date') ?? '')
      // A Date header has no fractions of a second.
      if (!Number.isNaN(theirs)) seen.set(new URL(url).host, Math.round(((before + now().getTime()) / 2 - theirs) / 1000))
      return answer
    },
    aheadOf: (url) => seen.get(new URL(url).host),
    check: () => checkClocks(seen),
  }
}

function checkClocks(seen: ReadonlyMap<string, number>): Verdict {
  const offsets = [...seen.values()]
  if (offsets.length === 0) return skipped('no server told the time')
  const details = Object.fromEntries([...seen].map(([host, seconds]) => [host, seconds === 0 ? 'same second' : howFarOff(seconds)]))
  const far = offsets.filter((seconds) => Math.abs(seconds) > MOST_SECONDS)
  if (far.length === 0) return good(`agrees with ${seen.size === 1 ? 'the server' : `${seen.size} servers`} to within a minute`, details)
  const [first = 0] = far
  if (far.length === offsets.length) {
    return bad(
      `This machine's clock is ${howFarOff(first)}.`,
      'Have it set by NTP: access tokens and certificates are judged by the time, and refused.',
      details,
    )
  }
  return bad(
    "Not all servers agree with this machine's clock.",
    'Those that disagree are listed below: tell whoever runs them, for tokens are judged by the time.',
    details,
  )
}

/** `10 minutes fast`. */
export function howFarOff(seconds: number): string {
  const size = Math.abs(seconds)
  const [count, unit] =
    size < 120 ? [size, 'second'] : size < 7_200 ? [Math.round(size / 60), 'minute'] : [Math.round(size / 3_600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'} ${seconds > 0 ? 'fast' : 'slow'}`
}
