import type { Database } from '../../postgres/database.ts'
import type { RunningProvider } from '../start.ts'
import type { ProviderTls } from '../tls/open-tls.ts'

/** How far this process has come. Told by main.ts and the shutdown; asked by health checks and metrics. */
export type ProcessState = {
  tls?: ProviderTls | undefined
  /** Once it is open, and its migrations are applied. */
  db?: Database
  /** Once it listens. */
  provider?: RunningProvider
  stopping: boolean
}
