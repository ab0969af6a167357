import type { Database } from '../postgres/database.ts'
import type { ProcessState } from './process-state.ts'
import { answers } from './store/answers.ts'

export type Unready = 'stopping' | 'migrations' | 'database' | 'listening'

/** Half of what a probe usually waits, and far more than a database takes that could serve a booking in time (PERF-01). */
const DEADLINE_MS = 1_000

/** What stands in the way of sending this process requests: nothing, when it is ready. */
export function createReadiness(state: ProcessState): () => Promise<Unready[]> {
  const databaseAnswers = createDatabaseCheck()

  return async () => {
    const databaseFails = state.db !== undefined && !(await databaseAnswers(state.db))
    const failing: Record<Unready, boolean> = {
      stopping: state.stopping,
      migrations: state.db === undefined,
      database: databaseFails,
      listening: state.server === undefined,
    }
    return Object.entries(failing).flatMap(([check, fails]) => (fails ? [check as Unready] : []))
  }
}

/** However many ask, one query is under way: probes must not be what fills the queue of a slow database. */
function createDatabaseCheck(): (db: Database) => Promise<boolean> {
  let asking: Promise<boolean> | undefined

  return (db) => {
    asking ??= answers(db).finally(() => {
      asking = undefined
    })
    return withinDeadline(asking)
  }
}

function withinDeadline(answer: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => resolve(false), DEADLINE_MS)
    void answer.then((answered) => {
      clearTimeout(deadline)
      resolve(answered)
    })
  })
}
