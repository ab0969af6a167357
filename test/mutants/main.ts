import process from 'node:process'
import { parseArgs } from 'node:util'
import { runMutants } from './run-mutants.ts'
import type { Outcome } from './verdict.ts'
import { WAYS } from './ways/all.ts'
import { waysTable } from './ways-table.ts'

const HELP = `Breaks copies of the provider, one rule each, and has the conformance runner judge them: it has to notice every one.

  npm run mutants                           all of them
  npm run mutants -- --only past-booked     one way, a requirement or an interaction; may be repeated
  npm run mutants -- --jobs 1               so many at once (2)
  npm run mutants -- --list                 the table that docs/judge.md has

Exit codes: 0 all were caught, 1 one was not or does not apply, 2 wrong usage.
`

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    jobs: { type: 'string', default: '2' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const { only } = values
const chosen = WAYS.filter(
  ({ id, rule, interactions }) => only.length === 0 || [id, rule, ...interactions].some((name) => only.includes(name)),
)
const jobs = Number(values.jobs)

if (values.help) process.stdout.write(HELP)
else if (values.list) process.stdout.write(`${waysTable()}\n`)
else if (chosen.length === 0 || !Number.isInteger(jobs) || jobs < 1) {
  process.stderr.write(HELP)
  process.exitCode = 2
} else process.exitCode = await run()

async function run(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const began = performance.now()
  const { unbroken, outcomes } = await runMutants(chosen, { jobs, onOutcome: tell })
  const missed = outcomes.filter(({ problem }) => problem !== undefined)
  const bad = missed.filter(({ mutant }) => mutant.awaits === undefined)
  if (unbroken.length > 0) process.stdout.write(`\nThe provider as it is does not pass: ${unbroken.join(', ')}\n`)
  process.stdout.write(
    `\n${outcomes.length - missed.length} of ${outcomes.length} caught, in ${Math.round((performance.now() - began) / 1000)} s\n`,
  )
  for (const { mutant, problem } of missed) {
    const awaited = mutant.awaits === undefined ? '' : `, awaits a scenario: ${mutant.awaits}`
    process.stdout.write(`not caught: ${mutant.id} (${mutant.rule}), ${problem}${awaited}\n`)
  }
  return bad.length > 0 || unbroken.length > 0 ? 1 : 0
}

function tell({ mutant, problem, caughtBy, seconds }: Outcome): void {
  const { id, rule, breaks, awaits } = mutant
  process.stdout.write(
    `${problem ? 'SURVIVES' : 'caught  '} ${id}: ${breaks} (${rule})\n         ${problem ?? caughtBy}, ${seconds.toFixed(1)} s${awaits !== undefined && !problem ? ': it awaits nothing any more' : ''}\n`,
  )
}
