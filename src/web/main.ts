import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { ConfigError } from '../nhs/config-error.ts'
import { openDatabase } from '../postgres/open-database.ts'
import { parseWebConfig } from './config.ts'
import { connect } from './connect.ts'
import { parseSpineSettings } from './spine-settings.ts'
import { startWeb } from './start.ts'
import { canAlterTrail } from './store/can-alter-trail.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/web', import.meta.url))

const log = pino({ base: { process: 'web' } }, pino.destination({ dest: 2, sync: false }))
const opened: (() => Promise<unknown>)[] = []
const now = () => new Date()

async function readSetting(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError([`${path} cannot be read (${cause.code})`])
  })
}

async function start(): Promise<void> {
  const config = parseWebConfig(process.env)
  const settings = parseSpineSettings(await readSetting(config.spineFile))
  const connections = await connect({ now, newId: randomUUID, fetch, readFile: readSetting }, { config, settings })
  const db = await openDatabase(config.database, MIGRATIONS)
  opened.push(() => db.close())
  if ('databaseUrl' in config.database && (await canAlterTrail(db)))
    throw new ConfigError([
      "WEB_DATABASE_URL's role could alter the audit trail (AUD-01). Give the app a role that owns no table and is no superuser.",
    ])
  const web = await startWeb({ db, now, newId: randomUUID, log, connections }, config)
  opened.push(() => web.close())
  // One line, for whoever started this process; everything else is logged to standard error.
  process.stdout.write(`${JSON.stringify({ url: config.url, port: web.port })}\n`)
}

let stopping = false
/** In reverse; a fault of one does not keep the others from closing. */
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  for (const close of opened.reverse()) await close().catch((err: unknown) => log.error({ err }, 'could not be closed'))
  if (process.connected) process.disconnect()
  log.flush()
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
// Whoever started this process with a channel, and is gone without a word, has no use for it.
process.on('disconnect', () => void stop())

try {
  await start()
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`)
  process.exitCode = 1
  await stop()
}
