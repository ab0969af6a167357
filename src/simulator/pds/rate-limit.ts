import type { PdsSettings } from '../../dataset/spine-platform.ts'

export type Exceeded = 'spike' | 'quota'

export type RateLimit = (caller: string, limits: PdsSettings) => Exceeded | undefined

const MINUTE = 60_000

/** Counts the calls let through in the last second and minute, for each caller by itself. */
export function createRateLimit({ now }: { now: () => Date }): RateLimit {
  const admitted = new Map<string, number[]>()

  return (caller, { callsPerSecond, callsPerMinute }) => {
    const moment = now().getTime()
    const recent = (admitted.get(caller) ?? []).filter((at) => at > moment - MINUTE)
    const inLastSecond = recent.filter((at) => at > moment - 1000).length
    admitted.set(caller, recent)
    if (callsPerMinute !== undefined && recent.length >= callsPerMinute) return 'quota'
    if (callsPerSecond !== undefined && inLastSecond >= callsPerSecond) return 'spike'
    if (callsPerMinute !== undefined || callsPerSecond !== undefined) recent.push(moment)
    return undefined
  }
}
