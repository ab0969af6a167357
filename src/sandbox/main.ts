import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '../nhs/config-error.ts'
import { openDatabase } from '../postgres/open-database.ts'
import { keepCompiledModules } from './compiled-modules.ts'
import { HELP, parseSandboxOptions, type SandboxOptions } from './options.ts'
import type { Started } from './start.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

keepCompiledModules()

const started: Started = []
let stopping = false

async function start(options: SandboxOptions): Promise<void> {
  mkdirSync(options.dataDirectory, { recursive: true })
  const { databaseUrl, dataDirectory, fresh } = options
  const opening = openDatabase(databaseUrl ? { databaseUrl, ownerUrl: databaseUrl } : { directory: dataDirectory, fresh }, MIGRATIONS)

  started.push(() => opening.then((db) => db.close()).catch(() => undefined))

  // The rest is loaded while the database opens. A directory that another sandbox holds is refused at once, and so before
  // anything is written into it.
  const loading = import('./start.ts')
  await Promise.race([opening, loading])
  const { startSandbox } = await loading
  const simulator = await startSandbox({ now: () => new Date(), newId: randomUUID }, opening, { options, started })
  void simulator.ended.then(() => (stopping ? undefined : stop('The simulated Spine has stopped by itself: its log says why.')))
}

/** In reverse; a fault of one does not keep the others from closing. */
async function stop(why?: string): Promise<void> {
  if (stopping) return
  stopping = true
  if (why) {
    process.stderr.write(`${why}\n`)
    process.exitCode = 1
  }
  for (const close of started.reverse()) await close().catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || !(error instanceof Error)) return error instanceof Error ? error.message : String(error)
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE') return `${error.message}. Stop what listens there, or choose others: npm start -- --port 5000`
  return code.startsWith('ERR_PARSE_ARGS') ? `${error.message}\n\n${HELP}` : error.message
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())

try {
  const options = parseSandboxOptions(process.argv.slice(2), process.env)
  if (options === 'help') process.stdout.write(HELP)
  else await start(options)
} catch (error) {
  await stop(explain(error))
}
