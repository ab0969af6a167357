import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { ConfigError } from '../nhs/config-error.ts'
import { createReadiness } from '../operations/check-readiness.ts'
import { createProcessLog } from '../operations/process-log.ts'
import type { ProcessState } from '../operations/process-state.ts'
import { serveOperations } from '../operations/serve-operations.ts'
import { closeAll, createShutdown, type Opened } from '../operations/shut-down.ts'
import { openDatabase } from '../postgres/open-database.ts'
import { parseWebConfig, type WebConfig } from './config.ts'
import { connect } from './connect.ts'
import type { WebMetrics } from './metrics.ts'
import { parseSpineSettings } from './spine-settings.ts'
import { startWeb } from './start.ts'
import { canAlterTrail } from './store/can-alter-trail.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/web', import.meta.url))

type Starting = { log: Logger; state: ProcessState; opened: Opened[] }

const now = () => new Date()

async function main(): Promise<void> {
  const config = parseWebConfig(process.env)
  // Standard output is for whoever started this process.
  const { log, end, crash } = createProcessLog(process.exit, { dest: 2 })
  // A rejection that nobody handles comes here too.
  process.on('uncaughtException', crash)

  const state: ProcessState = { stopping: false }
  const opened: Opened[] = []
  const starting = start({ log, state, opened }, config)
  const stop = createShutdown({ log, state, starting, opened, end }, config.shutdown)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  // Whoever started this process with a channel, and is gone without a word, has no use for it.
  process.on('disconnect', () => state.stopping || stop('disconnect'))

  try {
    await starting
  } catch (error) {
    if (error instanceof ConfigError) console.error(error.message)
    else log.fatal({ err: error }, 'could not start')
    if (state.stopping) return
    await closeAll({ log }, opened)
    end(1)
  }
}

async function start(starting: Starting, config: WebConfig): Promise<void> {
  const { log, state, opened } = starting
  const settings = parseSpineSettings(await readSetting(config.spineFile))
  const connections = await connect({ now, newId: randomUUID, fetch, readFile: readSetting }, { config, settings })
  // Before the database, so that it tells of the start as well.
  const operations = config.operations && (await startOperations(starting, config.operations))
  const db = await openDatabase(config.database, MIGRATIONS)
  opened.push({ name: 'database', close: db.close })
  if ('databaseUrl' in config.database && (await canAlterTrail(db)))
    throw new ConfigError([
      "WEB_DATABASE_URL's role could alter the audit trail (AUD-01). Give the app a role that owns no table and is no superuser.",
    ])
  state.db = db
  if (state.stopping) return

  const isStopping = () => state.stopping
  const web = await startWeb({ db, now, newId: randomUUID, log, connections, count: operations?.count, isStopping }, config)
  opened.push({ name: 'app', close: web.close })
  state.server = web
  log.info({ port: web.port, operationsPort: operations?.port, url: config.url }, 'listening')
  // One line, for whoever started this process.
  process.stdout.write(`${JSON.stringify({ url: config.url, port: web.port, operationsPort: operations?.port })}\n`)
}

async function startOperations(
  { log, state, opened }: Starting,
  config: NonNullable<WebConfig['operations']>,
): Promise<{ port: number; count: WebMetrics['count'] }> {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  // Here, because it brings 15 MB that an app without metrics need not have.
  const { createWebMetrics } = await import('./metrics.ts')
  const metrics = createWebMetrics(state, { version })
  const operations = await serveOperations({ log, metrics, readiness: createReadiness(state) }, config)
  opened.push({ name: 'operations', close: operations.close })
  return { port: operations.port, count: metrics.count }
}

async function readSetting(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError([`${path} cannot be read (${cause.code})`])
  })
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
})
