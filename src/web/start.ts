import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createAuditTrail } from '../audit/audit-trail.ts'
import { createTraffic, type TrafficOptions } from '../operations/traffic.ts'
import type { Database } from '../postgres/database.ts'
import { type Assets, readAssets } from './assets/assets.ts'
import type { WebConfig } from './config.ts'
import type { Connections } from './deps.ts'
import { createEncounters } from './encounter/encounters.ts'
import { createSealing } from './sealing.ts'
import { createWebApp } from './server.ts'
import { createSessions } from './session/sessions.ts'
import { createViews } from './views/views.ts'
import { createWork } from './work/work.ts'

export type StartWebDeps = {
  db: Database
  now: () => Date
  newId: () => string
  log: Logger
  connections: Connections
  assets?: Assets
  /** Told of each request once its answer has left. */
  count?: TrafficOptions['count']
  /** True from when this process has been asked to end: browsers are asked to move to another connection. */
  isStopping?: () => boolean
}

export type RunningWeb = { port: number; inFlight: () => number; close: () => Promise<void> }

/** For the second half of a request's head: longer than it is on its way, and shorter than anybody waits for us to end. */
const QUIET_MS = 1_000

/** Listens. `close` finishes the requests in flight; the database is its opener's to close. */
export async function startWeb(
  deps: StartWebDeps,
  config: Omit<WebConfig, 'database' | 'spineFile' | 'operations' | 'shutdown'>,
): Promise<RunningWeb> {
  const { db, now, newId, log, connections } = deps
  const { idleMinutes, sessionHours } = config
  const sealing = createSealing(config.sealingKeys)
  const sessions = createSessions({ db, now, sealing, idleMinutes, sessionHours })
  const assets = deps.assets ?? (await readAssets())
  let closing = false
  const isLeaving = () => closing || deps.isStopping?.() === true
  const traffic = createTraffic({ count: deps.count, isLeaving, connectedBy: 'connection', until: 'sent' })
  const app = createWebApp(
    {
      ...connections,
      ...{ db, now, newId, log, sealing, sessions, assets },
      config: { ...config, cis2Origin: new URL(config.cis2.issuer).origin },
      audit: createAuditTrail(db),
      encounters: createEncounters({ db, now, newId, sealing, sessionHours }),
      work: createWork({ db, now, newId, sealing }),
      views: createViews({ config, assets, sessions, now }),
    },
    traffic.watch,
  )
  await app.listen({ host: config.host, port: config.port })

  async function close(): Promise<void> {
    closing = true
    const sweeping = setInterval(traffic.endQuiet, QUIET_MS)
    await app.close().finally(() => clearInterval(sweeping))
    await traffic.worked()
  }
  return { port: (app.server.address() as AddressInfo).port, inFlight: traffic.inFlight, close }
}
