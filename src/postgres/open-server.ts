import pg from 'pg'
import type { Database, Parameter } from './database.ts'
import { parameterText } from './parameter-text.ts'
import { parseMoment } from './parse-moment.ts'
import { runTransaction, type Session } from './run-transaction.ts'
import { statementError } from './statement-error.ts'

export type ServerOptions = {
  url: string
  poolSize?: number
  /** 0 for none, which only a migration needs. */
  statementTimeoutMs?: number
}

// Time to connect, and to wait for a connection when all are busy.
const CONNECT_TIMEOUT_MS = 10_000
const STATEMENT_TIMEOUT_MS = 30_000
// A callback that waits for something else than the database would hold its locks for as long.
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
// How much longer than the server's own time-out we wait for its answer, before we take it for dead.
const GRACE_MS = 10_000

/** Connects when first used: a server that is down is an error of the first query, not of this call. */
export function openServer({ url, poolSize = 10, statementTimeoutMs = STATEMENT_TIMEOUT_MS }: ServerOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    ...(statementTimeoutMs > 0 ? { query_timeout: statementTimeoutMs + GRACE_MS } : {}),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'gp-appointments',
    types: { getTypeParser: typeParser },
  })
  // A connection that dies is taken out of the pool, and whoever was using it gets the error: without a listener it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))

  const nameOf = createStatementNames()
  const openSession = async () => {
    const client = await pool.connect().catch((cause: unknown) => {
      throw new Error('No connection to PostgreSQL could be had', { cause })
    })
    return sessionOn(client, nameOf)
  }

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
    load: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  }
}

function sessionOn(client: pg.PoolClient, nameOf: (sql: string) => string): Session {
  let lost = false

  const send = async (config: string | pg.QueryConfig) => {
    try {
      return await client.query(config)
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code !== undefined) {
        // FATAL and PANIC end the connection.
        lost ||= error.severity !== 'ERROR'
        throw statementError({ message: error.message, code: error.code, constraint: error.constraint })
      }
      lost = true
      throw new Error('The connection to PostgreSQL failed', { cause: error })
    }
  }

  return {
    async query(sql, parameters = []) {
      const result = await send({ name: nameOf(sql), text: sql, values: parameters.map(parameterText) })
      return result.rows
    },
    async begin() {
      await send('begin')
    },
    async commit() {
      return (await send('commit')).command === 'COMMIT'
    },
    async rollback() {
      await send('rollback')
    },
    release: () => client.release(lost),
  }
}

/** PostgreSQL plans a named statement once for each connection. The texts are constants of the source, so the map stays small. */
function createStatementNames(): (sql: string) => string {
  const names = new Map<string, string>()
  return (sql) => {
    const known = names.get(sql)
    if (known !== undefined) return known

    const name = `s${names.size + 1}`
    names.set(sql, name)
    return name
  }
}

const asText = (text: string) => text
const TEXT_ARRAY: number = 1009 // which the driver's own list of types leaves out
const textArray: (text: string) => (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY, 'text')
const ownMoment: (text: string) => unknown = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text')
const numberArray = (text: string) => textArray(text).map((element) => (element === null ? null : Number(element)))

// The driver's own choices are string for int8, local midnight for date, and float for numeric[].
const PARSERS = new Map<number, (text: string) => unknown>([
  [20, Number], // int8
  [1016, numberArray], // int8[]
  [1082, asText], // date
  [1184, (text) => parseMoment(text, ownMoment)], // timestamptz
  [1182, textArray], // date[]
  [1231, textArray], // numeric[]
])

function typeParser(oid: number, format?: 'text' | 'binary') {
  return PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format)
}
