import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createAuditTrail } from '../audit/audit-trail.ts'
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

export type StartWebDeps = { db: Database; now: () => Date; newId: () => string; log: Logger; connections: Connections; assets?: Assets }

export type RunningWeb = { port: number; close: () => Promise<void> }

/** Listens. `close` finishes the requests in flight; the database is its opener's to close. */
export async function startWeb(deps: StartWebDeps, config: Omit<WebConfig, 'database' | 'spineFile'>): Promise<RunningWeb> {
  const { db, now, newId, log, connections } = deps
  const { idleMinutes, sessionHours } = config
  const sealing = createSealing(config.sealingKeys)
  const sessions = createSessions({ db, now, sealing, idleMinutes, sessionHours })
  const assets = deps.assets ?? (await readAssets())
  const app = createWebApp({
    ...connections,
    ...{ db, now, newId, log, sealing, sessions, assets },
    config: { ...config, cis2Origin: new URL(config.cis2.issuer).origin },
    audit: createAuditTrail(db),
    encounters: createEncounters({ db, now, newId, sealing, sessionHours }),
    work: createWork({ db, now, newId, sealing }),
    views: createViews({ config, assets, sessions, now }),
  })
  await app.listen({ host: config.host, port: config.port })
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() }
}
