import { randomInt } from 'node:crypto'
import { HELP, parseOptions } from './options.ts'
import { createOwnDatabase } from './own-database.ts'
import { brief, tellFailure, textOf } from './report.ts'
import { type FuzzReport, runFuzz } from './run-fuzz.ts'

const DEADLINE_MS = 10_000

function showProgress({ sent, failures }: FuzzReport, requests: number): void {
  if (process.stderr.isTTY && sent % 200 === 0) process.stderr.write(`\r${sent} of ${requests} sent, ${failures.length} failed`)
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options === 'help') return void process.stdout.write(HELP)

  const seed = options.seed ?? randomInt(1_000_000_000)
  process.stdout.write(`Seed ${seed}.\n`)
  const own = process.env.DATABASE_URL ? await createOwnDatabase(process.env.DATABASE_URL) : undefined
  const report = await runFuzz({
    ...options,
    seed,
    deadlineMs: DEADLINE_MS,
    ...(own && { databaseUrl: own.databaseUrl }),
    onProgress: (so) => showProgress(so, options.requests),
  }).finally(() => own?.remove())
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

  process.stdout.write(`${textOf(report)}\n`)
  for (const fault of report.faults) process.stdout.write(`FAILED ${brief(fault)}\n`)
  for (const failure of report.failures) process.stdout.write(`FAILED ${tellFailure(failure, seed)}\n`)
  const failed = report.failures.length + report.faults.length
  process.stdout.write(failed === 0 ? 'Nothing failed.\n' : `${failed} failed with seed ${seed}.\n`)
  if (failed > 0) process.exitCode = 1
}

await main()
