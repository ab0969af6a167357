import { parseArgs } from 'node:util'

export const PARTS = ['search', 'booking', 'mixed', 'look-ups', 'ssp', 'federation', 'web', 'start'] as const
export type Part = (typeof PARTS)[number]

export type Options = {
  parts: readonly Part[]
  quick: boolean
  rounds: number
  requests: number
  warmUp: number
  mixedRequests: number
  json?: string
  profiles?: string
}

export const HELP = `Measures the provider on PostgreSQL, and what asks it, each figure beside its limit in the same run (docs/benchmarks.md).

  npm run bench                            everything, in under fifteen minutes
  npm run bench -- --quick                 fewer and shorter rounds: under four minutes, and noisier
  npm run bench -- --only search           one part: ${PARTS.join(', ')}
  npm run bench -- --json FILE             the figures, as JSON too
  npm run bench -- --profiles DIRECTORY    a CPU profile of the provider for each interaction (slower, so not for figures)
`

export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [...PARTS] },
      json: { type: 'string' },
      profiles: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'

  const unknown = values.only.filter((part) => !PARTS.some((known) => known === part))
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}: there are ${PARTS.join(', ')}`)
  return {
    parts: PARTS.filter((part) => values.only.includes(part)),
    quick: values.quick,
    ...(values.quick
      ? { rounds: 3, requests: 600, warmUp: 1000, mixedRequests: 10_000 }
      : { rounds: 11, requests: 1000, warmUp: 2000, mixedRequests: 100_000 }),
    ...(values.json !== undefined && { json: values.json }),
    ...(values.profiles !== undefined && { profiles: values.profiles }),
  }
}
