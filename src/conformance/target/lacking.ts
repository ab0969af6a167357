import type { Target } from './decode-target.ts'
import { type DataNeed, NEEDS } from './needs.ts'

/** What a scenario needs of the connection and of the practice's switches, beside data. */
const CONDITIONS = {
  direct: {
    holds: ({ ssp }: Target) => ssp === undefined,
    lacks: 'needs requests that reach the provider as they are sent: not through an SSP',
  },
  tls: { holds: ({ tls }: Target) => tls !== undefined, lacks: 'needs a target over mutual TLS' },
  'service-filtering-on': {
    holds: ({ data }: Target) => data['service-filtering'] === 'enabled',
    lacks: 'needs a practice with service filtering on',
  },
  'service-filtering-off': {
    holds: ({ data }: Target) => data['service-filtering'] !== undefined && data['service-filtering'] !== 'enabled',
    lacks: 'needs a practice that is known to have service filtering off',
  },
} as const

export type Need = DataNeed | keyof typeof CONDITIONS

const isCondition = (need: Need): need is keyof typeof CONDITIONS => Object.hasOwn(CONDITIONS, need)

/** Why a scenario with these needs cannot be run; undefined when it can. */
export function lackingFor(target: Target, needs: readonly Need[]): string | undefined {
  const lacking = needs.flatMap((need) => {
    if (isCondition(need)) return CONDITIONS[need].holds(target) ? [] : [CONDITIONS[need].lacks]
    return target.data[need] === undefined ? [`the target names no data "${need}": ${NEEDS[need].says}`] : []
  })
  return lacking.length > 0 ? lacking.join('; ') : undefined
}
