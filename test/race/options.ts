import { parseArgs } from 'node:util'
import type { Victim } from './crew.ts'

export type Options = {
  operations: number
  processes: number
  clients: number
  seed: number
  victims: Victim[]
  logs: string | undefined
}

export const HELP = `Lets clients fight for few slots through several provider processes on one PostgreSQL, and proves from the answers alone that no slot was
held twice, no booking lost, no version made twice and no cap passed.

  npm run race                        100,000 operations
  npm run race -- --operations N      as many
  npm run race -- --kills N           N times in the middle of it, kills a provider (kill -9) and PostgreSQL (immediate shutdown) in turns
  npm run race -- --processes N       so many provider processes: 3 unless said otherwise
  npm run race -- --clients N         so many clients at once: 16 unless said otherwise
  npm run race -- --seed N            the same choices as in a race that printed this seed (what is answered to them differs each time)
  npm run race -- --logs DIRECTORY    keeps the providers' logs there

It ends with 1 if anything was violated, and shows the requests that prove it.
`

export function parseOptions(args: readonly string[], newSeed: () => number): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      operations: { type: 'string', default: '100000' },
      processes: { type: 'string', default: '3' },
      clients: { type: 'string', default: '16' },
      kills: { type: 'string', default: '0' },
      seed: { type: 'string' },
      logs: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'

  return {
    operations: parseCount('--operations', values.operations, 1),
    processes: parseCount('--processes', values.processes, 1),
    clients: parseCount('--clients', values.clients, 1),
    seed: values.seed === undefined ? newSeed() : parseCount('--seed', values.seed, 0),
    victims: Array.from({ length: parseCount('--kills', values.kills, 0) }, (_, index) => (index % 2 === 0 ? 'provider' : 'postgres')),
    logs: values.logs,
  }
}

function parseCount(option: string, text: string, least: number): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(count >= least)) throw new Error(`${option} must be a whole number from ${least} on`)
  return count
}
