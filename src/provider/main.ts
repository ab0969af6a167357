import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { canAlterTrail } from '../audit/store/can-alter-trail.ts'
import { ConfigError } from '../nhs/config-error.ts'
import { createReadiness } from '../operations/check-readiness.ts'
import { createProcessLog } from '../operations/process-log.ts'
import { type RunningOperations, serveOperations } from '../operations/serve-operations.ts'
import { closeAll, createShutdown, type Opened } from '../operations/shut-down.ts'
import type { Database } from '../postgres/database.ts'
import { openDatabase } from '../postgres/open-database.ts'
import { type ProviderConfig, parseProviderConfig } from './config.ts'
import { openPdsAccess } from './open-pds-access.ts'
import type { Metrics } from './operations/metrics.ts'
import type { ProviderState } from './operations/provider-state.ts'
import { startProvider } from './start.ts'
import { openTls } from './tls/open-tls.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

type Starting = { log: Logger; state: ProviderState; opened: Opened[] }

const now = () => new Date()

async function main(): Promise<void> {
  const config = parseProviderConfig(process.env)
  const { log, end, crash } = createProcessLog(process.exit)
  // A rejection that nobody handles comes here too.
  process.on('uncaughtException', crash)

  const state: ProviderState = { stopping: false }
  const opened: Opened[] = []
  const starting = start({ log, state, opened }, config)
  const stop = createShutdown({ log, state, starting, opened, end }, config.shutdown)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)

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

async function start(starting: Starting, config: ProviderConfig): Promise<void> {
  const { log, state, opened } = starting
  // Before the database is opened: a fault in the certificates leaves nothing to close.
  const tls = config.tls && (await openTls({ now, log }, config.tls))
  if (tls) process.on('SIGHUP', () => void tls.reload())
  state.tls = tls
  const authorizePds = config.pdsAccess && (await openPdsAccess({ fetch, now, newId: randomUUID }, config.pdsAccess))
  // First, so that it tells of the start as well.
  const { operations, metrics } = await startOperations(starting, config)

  const db = await openBook(config)
  opened.push({ name: 'database', close: db.close })
  state.db = db
  if (state.stopping) return

  const isStopping = () => state.stopping
  const provider = await startProvider(
    { db, now, newId: randomUUID, log, fetch, authorizePds, tls, count: metrics?.count, isStopping },
    config,
  )
  opened.push({ name: 'provider', close: provider.close })
  state.server = provider
  log.info(
    {
      port: provider.port,
      operationsPort: operations?.port,
      baseUrl: config.baseUrl,
      transport: tls ? 'mutual TLS' : 'plain HTTP',
    },
    'listening',
  )
}

async function startOperations(
  { log, state, opened }: Starting,
  config: ProviderConfig,
): Promise<{ operations?: RunningOperations; metrics?: Metrics }> {
  if (!config.operations) return {}
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  // Here, because it brings 15 MB that a provider without metrics need not have.
  const { createMetrics } = await import('./operations/metrics.ts')
  const metrics = createMetrics(state, { version })
  const operations = await serveOperations({ log, metrics, readiness: createReadiness(state) }, config.operations)
  opened.push({ name: 'operations', close: operations.close })
  return { operations, metrics }
}

async function openBook({ database }: ProviderConfig): Promise<Database> {
  const db = await openDatabase(database, MIGRATIONS)
  if ('databaseUrl' in database && (await canAlterTrail(db))) {
    await db.close()
    throw new ConfigError([
      "DATABASE_URL's role could alter the audit trail (AUD-01). Give the provider a role that owns no table and is no superuser.",
    ])
  }
  return db
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
})
