import { parseArgs } from 'node:util'
import { KIND_NAMES, type KindName } from './plan.ts'

export type Options = { seed: number | undefined; first: number; requests: number; only: readonly KindName[] }

export const HELP = `Sends a provider mutated requests over real HTTP and judges every answer (docs/operations.md).

  npm run fuzz                          100,000 requests
  npm run fuzz -- --requests N          so many
  npm run fuzz -- --seed S              the same requests as the run that printed this seed
  npm run fuzz -- --seed S --request N  that one request alone
  npm run fuzz -- --only json           one kind of mutation: ${KIND_NAMES.join(', ')}
                                        (other than the whole, so a failure is found again with the same --only)

With DATABASE_URL the provider runs on a database of its own on that PostgreSQL, which is removed afterwards.
`

export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: '100000' },
      request: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string', multiple: true, default: [...KIND_NAMES] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const unknown = values.only.filter((kind) => !KIND_NAMES.some((known) => known === kind))
  if (unknown.length > 0) throw new Error(`There is no kind ${unknown.join(', ')}: there are ${KIND_NAMES.join(', ')}`)
  const whole = (name: string, text: string) => {
    if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number`)
    return Number(text)
  }
  return {
    seed: values.seed === undefined ? undefined : whole('seed', values.seed),
    first: values.request === undefined ? 0 : whole('request', values.request),
    requests: values.request === undefined ? whole('requests', values.requests) : 1,
    only: KIND_NAMES.filter((kind) => values.only.includes(kind)),
  }
}
