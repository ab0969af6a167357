import type { Logger } from 'pino'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { Cis2, ConsumerDeps, OdsCode, Organisations } from '../consumer/index.ts'
import type { Database } from '../postgres/database.ts'
import type { Assets } from './assets/assets.ts'
import type { WebConfig } from './config.ts'
import type { Encounters } from './encounter/encounters.ts'
import type { Sealing } from './sealing.ts'
import type { Sessions } from './session/sessions.ts'
import type { BookingOrganisation, SpineSettings } from './spine-settings.ts'
import type { Views } from './views/views.ts'
import type { Work } from './work/work.ts'

/** The outside world, as the app needs it. */
export type Connections = {
  cis2: Cis2
  /** As the organisation: its certificate is the one that the SSP is shown. */
  spineOf: (organisation: OdsCode) => ConsumerDeps
  ods: Organisations
  organisations: readonly BookingOrganisation[]
  application: SpineSettings['application']
}

export type WebDeps = Connections & {
  config: Pick<WebConfig, 'url' | 'root' | 'trustedProxies' | 'idleMinutes' | 'sessionHours' | 'federationEditors'> & { cis2Origin: string }
  db: Database
  now: () => Date
  newId: () => string
  log: Logger
  audit: AuditTrail
  sealing: Sealing
  sessions: Sessions
  encounters: Encounters
  work: Work
  assets: Assets
  views: Views
}
