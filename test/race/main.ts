import { randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HELP, type Options, parseOptions } from './options.ts'
import { killProviders } from './provider.ts'
import { textOf } from './report.ts'
import { isClean, runRace } from './run-race.ts'

async function main(options: Options, logs: string): Promise<void> {
  const server = process.env.DATABASE_URL
  if (server === undefined) throw new Error('DATABASE_URL names no PostgreSQL server: npm run race brings one')

  const { operations, processes, clients, seed } = options
  const say = (what: string) => process.stderr.write(`race: ${what}\n`)
  say(`${operations} operations by ${clients} clients through ${processes} processes; --seed ${seed}`)
  const result = await runRace({ ...options, server, logs, say })
  process.stdout.write(`Seed ${seed}, ${clients} clients, ${processes} processes.\n${textOf(result)}`)
  process.exitCode = isClean(result) ? 0 : 1
}

const options = parseOptions(process.argv.slice(2), () => randomInt(1_000_000))
if (options === 'help') process.stdout.write(HELP)
else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  if (options.logs !== undefined) mkdirSync(options.logs, { recursive: true })
  const logs = mkdtempSync(join(options.logs ?? tmpdir(), 'gp-race-'))
  process.once('exit', () => {
    killProviders()
    if (options.logs === undefined) rmSync(logs, { recursive: true, force: true })
  })
  await main(options, logs)
}
