import type { Logger } from 'pino'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { TracePatient } from '../patients/trace.ts'
import type { Database } from '../postgres/database.ts'
import type { ProviderConfig } from './config.ts'

export type ProviderDeps = {
  db: Database
  audit: AuditTrail
  now: () => Date
  newId: () => string
  /** Asks PDS (PAT-03, REG-02). */
  tracePatient: TracePatient
  log: Logger
  config: Pick<
    ProviderConfig,
    'baseUrl' | 'routingSegment' | 'additionalAudiences' | 'tokenSkewSeconds' | 'dialect' | 'bodyLimitBytes' | 'temporaryRegistrationDays'
  >
}
