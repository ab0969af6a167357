import type { Database } from '../postgres/database.ts'

/** How far this process has come. Told by its main.ts and the shutdown; asked by health checks and metrics. */
export type ProcessState = {
  /** Once it is open, and its migrations are applied. */
  db?: Database
  /** Once it listens. */
  server?: { inFlight: () => number }
  stopping: boolean
}
