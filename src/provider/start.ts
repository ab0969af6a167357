import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createAuditTrail } from '../audit/audit-trail.ts'
import type { Database } from '../postgres/database.ts'
import type { Fetch } from '../spine/http.ts'
import { createPds } from '../spine/pds.ts'
import type { ProviderConfig } from './config.ts'
import { buildProvider } from './server.ts'
import type { ProviderTls } from './tls/open-tls.ts'

/** Registering must stay within PERF-01's quarter of a second on a good day, but a slow PDS is better than no answer. */
const PDS_TIMEOUT_MS = 5_000

export type StartProviderDeps = {
  db: Database
  now: () => Date
  newId: () => string
  log: Logger
  fetch: Fetch
  /** Without it the provider listens in plain HTTP: whoever starts it so has asked for that (SEC-01). */
  tls?: ProviderTls | undefined
}

export type RunningProvider = { port: number; close: () => Promise<void> }

/** Listens. `close` finishes the requests in flight; the database is its opener's to close. */
export async function startProvider(deps: StartProviderDeps, config: Omit<ProviderConfig, 'database' | 'tls'>): Promise<RunningProvider> {
  const pds = createPds({ ...deps, baseUrl: config.pdsUrl, timeoutMs: PDS_TIMEOUT_MS })
  const app = buildProvider({ ...deps, audit: createAuditTrail(deps.db), config, tracePatient: (nhsNumber) => pds.retrieve(nhsNumber) })
  await app.listen({ host: config.host, port: config.port })
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() }
}
