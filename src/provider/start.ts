import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createAuditTrail } from '../audit/audit-trail.ts'
import { createTraffic, type TrafficOptions } from '../operations/traffic.ts'
import type { Database } from '../postgres/database.ts'
import type { Authorize } from '../spine/access-token.ts'
import type { Fetch } from '../spine/http.ts'
import { createPds } from '../spine/pds.ts'
import type { ProviderConfig } from './config.ts'
import { buildProvider } from './server.ts'
import type { ProviderTls } from './tls/open-tls.ts'
import { traceOnPds } from './trace-on-pds.ts'

/** Registering must stay within PERF-01's quarter of a second on a good day, but a slow PDS is better than no answer. */
const PDS_TIMEOUT_MS = 5_000

/** For the second half of a request's head: longer than it is on its way, and shorter than anybody waits for us to end. */
const QUIET_MS = 1_000

export type StartProviderDeps = {
  db: Database
  now: () => Date
  newId: () => string
  log: Logger
  fetch: Fetch
  /** Access tokens for PDS, where it wants them. */
  authorizePds?: Authorize | undefined
  /** Without it the provider listens in plain HTTP: whoever starts it so has asked for that (SEC-01). */
  tls?: ProviderTls | undefined
  /** Told of each request once its answer is ready. */
  count?: TrafficOptions['count']
  /** True from when this process has been asked to end: callers are asked to move to another connection before this one is closed. */
  isStopping?: () => boolean
}

export type RunningProvider = { port: number; inFlight: () => number; close: () => Promise<void> }

type ListeningConfig = Omit<ProviderConfig, 'database' | 'pdsAccess' | 'tls' | 'operations' | 'shutdown'>

/** Listens. `close` finishes the requests in flight; the database is its opener's to close. */
export async function startProvider(deps: StartProviderDeps, config: ListeningConfig): Promise<RunningProvider> {
  const { authorizePds: authorize } = deps
  const pds = createPds({ ...deps, ...(authorize && { authorize }), baseUrl: config.pdsUrl, timeoutMs: PDS_TIMEOUT_MS })
  let closing = false
  const traffic = createTraffic({
    count: deps.count,
    isLeaving: () => closing || deps.isStopping?.() === true,
    connectedBy: deps.tls ? 'secureConnection' : 'connection',
    until: 'ready',
  })
  const app = buildProvider({
    ...deps,
    audit: createAuditTrail(deps.db),
    config,
    tracePatient: traceOnPds(pds, deps.log),
    watch: traffic.watch,
  })
  await app.listen({ host: config.host, port: config.port })

  async function close(): Promise<void> {
    closing = true
    const sweeping = setInterval(traffic.endQuiet, QUIET_MS)
    await app.close().finally(() => clearInterval(sweeping))
    await traffic.worked()
  }
  return { port: (app.server.address() as AddressInfo).port, inFlight: traffic.inFlight, close }
}
