import type { Appointment } from '../../src/fhir/types.ts'
import type { Seen } from './history.ts'
import { chooseFrom, type Random } from './random.ts'

export type AppointmentBody = Appointment

/** An appointment as the clients last saw it. */
export type Known = { practice: string; seen: Seen; body: AppointmentBody }

export type Knowledge = {
  note: (known: Known) => void
  live: () => readonly Known[]
  chooseLive: (random: Random) => Known | undefined
  chooseCancelled: (random: Random) => Known | undefined
}

// Enough to choose from, where the newest are the likeliest to be changed by somebody else right now.
const CANCELLED_KEPT = 50

/** What the clients have seen, all together: so that they are in each other's way. */
export function createKnowledge(): Knowledge {
  const live = new Map<string, Known>()
  const cancelled = new Map<string, Known>()

  return {
    note(known) {
      const { id, version, status } = known.seen
      if (version < (live.get(id)?.seen.version ?? 0) || cancelled.has(id)) return
      if (status === 'booked') {
        live.set(id, known)
        return
      }
      live.delete(id)
      cancelled.set(id, known)
      const [oldest] = cancelled.keys()
      if (cancelled.size > CANCELLED_KEPT && oldest !== undefined) cancelled.delete(oldest)
    },
    live: () => [...live.values()],
    chooseLive: (random) => chooseFrom(random, [...live.values()]),
    chooseCancelled: (random) => chooseFrom(random, [...cancelled.values()]),
  }
}
