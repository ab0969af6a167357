import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Database, Parameter } from './database.ts'
import { connectEmbedded, type EmbeddedConnection } from './embedded-connection.ts'
import { parameterText } from './parameter-text.ts'
import { runTransaction, type Session } from './run-transaction.ts'
import { createTurns } from './turns.ts'

export type EmbeddedOptions = {
  /** PostgreSQL's files. In memory when absent. The caller holds it (hold-directory.ts): two processes on one would destroy it. */
  directory?: string | undefined
  /** Asked for what a new database starts as (embedded-template.ts): an empty one when absent, which takes seconds to make. */
  startFrom?: (() => Promise<Uint8Array<ArrayBuffer>>) | undefined
}

// As long as the server lets a transaction sit idle.
const PATIENCE_MS = 60_000
const UPKEEP_EVERY_MS = 5 * 60_000

/** PostgreSQL inside this process. It has one session: a transaction has it to itself, and everybody else waits for their turn. */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<Database> {
  return databaseOn(await connect(options))
}

export function databaseOn(connection: EmbeddedConnection): Database {
  const turns = createTurns(PATIENCE_MS)
  let used = true

  const openSession = async () => {
    const release = await turns.take()
    used = true
    return sessionOn(connection, release)
  }

  // There is no autovacuum here, nor a checkpoint of its own: without them files and log only grow, and plans are made without statistics.
  async function upkeep(): Promise<void> {
    if (!used) return
    const release = await turns.take()
    used = false
    try {
      await connection.query('vacuum (analyze)')
      await connection.query('checkpoint')
    } finally {
      release()
    }
  }
  // One that fails finds either a busy database, which the next will not, or a dead one, which says so to its users.
  const upkeepTimer = setInterval(() => void upkeep().catch(() => undefined), UPKEEP_EVERY_MS).unref()

  return {
    isTransaction: false,
    async query<Row extends object>(sql: string, parameters?: readonly Parameter[]) {
      const session = await openSession()
      try {
        return await session.query<Row>(sql, parameters)
      } finally {
        session.release()
      }
    },
    transaction: (run) => runTransaction(openSession, run),
    load: () => ({ open: 1, idle: turns.isTaken() ? 0 : 1, waiting: turns.waiting() }),
    async close() {
      clearInterval(upkeepTimer)
      const release = await turns.take()
      await connection.close().finally(release)
    },
  }
}

function sessionOn(connection: EmbeddedConnection, release: () => void): Session {
  return {
    async query<Row extends object>(sql: string, parameters: readonly Parameter[] = []) {
      const { rows } = await connection.query(sql, parameters.map(parameterText))
      return rows as Row[] // the caller names the columns of its own statement
    },
    async begin() {
      await connection.query('begin')
    },
    async commit() {
      return (await connection.query('commit')).command === 'COMMIT'
    },
    async rollback() {
      try {
        await connection.query('rollback')
      } catch (cause) {
        // Or the next in turn would find itself inside this transaction.
        connection.abandon(new Error('The embedded database could not roll back', { cause }))
      }
    },
    release,
  }
}

async function connect({ directory, startFrom }: EmbeddedOptions): Promise<EmbeddedConnection> {
  if (directory === undefined) return connectEmbedded({ startFrom: await startFrom?.() })

  if (!existsSync(join(directory, 'PG_VERSION'))) {
    if (existsSync(directory) && (await readdir(directory)).length > 0) {
      throw new Error(`${directory} is neither empty nor a database: choose another directory, or remove it`)
    }
    const newDirectory = `${directory}.new`
    await rm(newDirectory, { recursive: true, force: true })
    await mkdir(dirname(directory), { recursive: true, mode: 0o700 })
    return connectEmbedded({ directory, newDirectory, startFrom: await startFrom?.() })
  }

  try {
    return await connectEmbedded({ directory })
  } catch (cause) {
    const version = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim()
    throw new Error(`The database in ${directory}, made by PostgreSQL ${version}, could not be opened`, { cause })
  }
}
