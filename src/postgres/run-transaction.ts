import { setTimeout } from 'node:timers/promises'
import type { Parameter, Tx } from './database.ts'
import { sqlstate } from './statement-error.ts'

/** One connection, for as long as a transaction needs it. */
export type Session = {
  query<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row[]>
  begin(): Promise<void>
  /** False when a statement had failed, so that PostgreSQL rolled back instead: it reports that as a success. */
  commit(): Promise<boolean>
  rollback(): Promise<void>
  release(): void
}

type Outcome<T> = { result: T } | { error: unknown; conflict: boolean }

// Two transactions in each other's way are apart after one or two rounds; a crowd on one row needs a few more.
const MOST_ATTEMPTS = 8
const SHORTEST_PAUSE_MS = 4

export async function runTransaction<T>(openSession: () => Promise<Session>, run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptTransaction(await openSession(), run)
    if ('result' in outcome) return outcome.result
    if (!outcome.conflict || attempt === MOST_ATTEMPTS) throw outcome.error

    // A random part, or those who collided would meet again.
    await setTimeout(SHORTEST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()))
  }
}

async function attemptTransaction<T>(session: Session, run: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
  let conflict = false
  let over = false

  const tx: Tx = {
    isTransaction: true,
    async query<Row extends object>(sql: string, parameters?: readonly Parameter[]) {
      if (over) throw new Error('A statement was sent to a transaction that is over: is an await missing?')
      try {
        return await session.query<Row>(sql, parameters)
      } catch (error) {
        // Remembered here, because the callback may throw something else in its place, or nothing.
        conflict ||= isConflict(error)
        throw error
      }
    },
  }

  try {
    await session.begin()
    let result: T
    try {
      result = await run(tx)
    } catch (error) {
      over = true
      // When this fails the connection is lost, and the transaction with it: what `run` threw is still the news.
      await session.rollback().catch(() => undefined)
      return { error, conflict }
    }

    over = true
    try {
      if (await session.commit()) return { result }
      return { error: new Error('Nothing was committed: a statement of this transaction had failed and its error was swallowed'), conflict }
    } catch (error) {
      // A conflict is a commit refused. After any other failure it may have happened, so it is never tried again.
      return { error, conflict: isConflict(error) }
    }
  } finally {
    session.release()
  }
}

function isConflict(error: unknown): boolean {
  const code = sqlstate(error)
  return code === '40001' || code === '40P01'
}
