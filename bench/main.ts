import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bookingScenario } from './booking.ts'
import { createDatabase } from './database.ts'
import { measureFederation } from './federation.ts'
import { CONNECTIONS, measureInteraction, requestsIn } from './interaction.ts'
import { measureLookUps } from './look-ups.ts'
import { measureMixedLoad } from './mixed-load.ts'
import { HELP, type Options, parseOptions } from './options.ts'
import { practiceToBook, practiceToSearch } from './practices.ts'
import { stopAll } from './processes.ts'
import { machineOf, type Report, textOf } from './report.ts'
import { searchScenario } from './search.ts'
import { measureSsp } from './ssp.ts'
import { measureStartUp } from './start-up.ts'
import { measureWeb } from './web.ts'

const SEARCHED = 'A90001'
const BOOKED = 'A90002'

const say = (what: string) => process.stderr.write(`bench: ${what}\n`)

async function measureInteractions(
  server: string,
  options: Options,
  directory: string,
): Promise<Omit<Report, 'lookUps' | 'startUps' | 'mixed' | 'ssp' | 'federation' | 'web'>> {
  say('laying out the practices')
  const bench = await createDatabase(server, [
    ...(options.parts.includes('search') ? [practiceToSearch(SEARCHED)] : []),
    ...(options.parts.includes('booking') ? [practiceToBook(BOOKED, requestsIn(options) + 1)] : []),
  ])
  const interactions: Report['interactions'] = []
  try {
    if (options.parts.includes('search')) {
      say('searching')
      interactions.push(await measureInteraction(bench, await searchScenario(bench.db, SEARCHED), { options, directory }))
    }
    if (options.parts.includes('booking')) {
      say('booking')
      interactions.push(await measureInteraction(bench, await bookingScenario(bench.db, BOOKED), { options, directory }))
    }
  } finally {
    await bench.remove()
  }
  return { machine: machineOf(bench.version, CONNECTIONS), interactions }
}

async function main(options: Options, directory: string): Promise<void> {
  const server = process.env.DATABASE_URL
  if (!server) throw new Error('DATABASE_URL names no PostgreSQL server: npm run bench brings one')

  const measured = await measureInteractions(server, options, directory)
  if (options.parts.includes('mixed')) say(`mixing ${options.mixedRequests} requests`)
  const mixed = options.parts.includes('mixed') ? await measureMixedLoad(server, { options, directory }) : undefined
  if (options.parts.includes('look-ups')) say('looking up in the directory')
  const lookUps = options.parts.includes('look-ups') ? await measureLookUps(options) : []
  if (options.parts.includes('ssp')) say('sending through the SSP')
  const ssp = options.parts.includes('ssp') ? await measureSsp(options) : undefined
  if (options.parts.includes('federation')) say('searching across a federation')
  const federation = options.parts.includes('federation') ? await measureFederation({ ...options, directory }) : undefined
  if (options.parts.includes('web')) say('working in the booking app, fifty at once')
  const web = options.parts.includes('web') ? await measureWeb({ ...options, directory }) : undefined
  if (options.parts.includes('start')) say('starting the sandbox, four times')
  const startUps = options.parts.includes('start') ? await measureStartUp(directory, process.env) : []

  const report: Report = {
    ...measured,
    ...(mixed && { mixed }),
    lookUps,
    ...(ssp && { ssp }),
    ...(federation && { federation }),
    ...(web && { web }),
    startUps,
  }
  process.stdout.write(textOf(report))
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, undefined, 2)}\n`)
}

const options = parseOptions(process.argv.slice(2))
if (options === 'help') process.stdout.write(HELP)
else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const directory = mkdtempSync(join(tmpdir(), 'gp-bench-'))
  process.once('exit', () => {
    stopAll()
    rmSync(directory, { recursive: true, force: true })
  })
  await main(options, directory)
}
