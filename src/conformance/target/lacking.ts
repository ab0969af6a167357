import type { Target } from './decode-target.ts'
import { type DataNeed, NEEDS } from './needs.ts'

/** What a scenario needs of the connection, beside data. */
const CONNECTIONS = {
  direct: {
    holds: ({ ssp }: Target) => ssp === undefined,
    lacks: 'needs requests that reach the provider as they are sent: not through an SSP',
  },
  tls: { holds: ({ tls }: Target) => tls !== undefined, lacks: 'needs a target over mutual TLS' },
} as const

export type Need = DataNeed | keyof typeof CONNECTIONS

const isOfConnection = (need: Need): need is keyof typeof CONNECTIONS => Object.hasOwn(CONNECTIONS, need)

/** Why a scenario with these needs cannot be run; undefined when it can. */
export function lackingFor(target: Target, needs: readonly Need[]): string | undefined {
  const lacking = needs.flatMap((need) => {
    if (isOfConnection(need)) return CONNECTIONS[need].holds(target) ? [] : [CONNECTIONS[need].lacks]
    return target.data[need] === undefined ? [`the target names no data "${need}": ${NEEDS[need].says}`] : []
  })
  return lacking.length > 0 ? lacking.join('; ') : undefined
}
