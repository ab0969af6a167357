import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { canAlterTrail } from '../audit/store/can-alter-trail.ts'
import { ConfigError } from '../nhs/config-error.ts'
import { openDatabase } from '../postgres/open-database.ts'
import { parseProviderConfig } from './config.ts'
import { startProvider } from './start.ts'
import { openTls } from './tls/open-tls.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

async function main(): Promise<void> {
  const config = parseProviderConfig(process.env)
  const log = pino(pino.destination({ sync: false }))
  // Before the database is opened: a fault in the certificates leaves nothing to close.
  const tls = config.tls && (await openTls({ now: () => new Date(), log }, config.tls))
  if (tls) process.on('SIGHUP', () => void tls.reload())
  const db = await openDatabase(config.database, MIGRATIONS)
  if ('databaseUrl' in config.database && (await canAlterTrail(db))) {
    await db.close()
    throw new ConfigError([
      "DATABASE_URL's role could alter the audit trail (AUD-01). Give the provider a role that owns no table and is no superuser.",
    ])
  }
  const provider = await startProvider({ db, now: () => new Date(), newId: randomUUID, log, fetch, tls }, config).catch(
    async (error: unknown) => {
      // Or the process would stay for the database's sake, with nobody listening.
      await db.close()
      throw error
    },
  )
  log.info({ port: provider.port, baseUrl: config.baseUrl, transport: tls ? 'mutual TLS' : 'plain HTTP' }, 'listening')

  const stop = async () => {
    await provider.close()
    await db.close()
    log.info('stopped')
    log.flush()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
})
