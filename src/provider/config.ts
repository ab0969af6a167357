import { ConfigError } from '../nhs/config-error.ts'
import type { Dialect } from '../nhs/dialect.ts'
import { OPERATIONS_SETTINGS, type OperationsConfig, parseOperations, type ShutdownConfig } from '../operations/operations-settings.ts'
import { PDS_SETTINGS, type PdsAccessConfig, parsePdsAccess } from './pds-settings.ts'
import { parseTlsSettings, TLS_SETTINGS, type TlsConfig } from './tls/tls-settings.ts'

export type ProviderConfig = {
  host: string
  port: number
  /** Where consumers find this provider: a practice's service root is `{baseUrl}/{ODS code}/STU3/1/{routingSegment}` (GEN-01). */
  baseUrl: string
  routingSegment: string
  /** Absent where plain HTTP was asked for. */
  tls?: TlsConfig
  database: { databaseUrl: string; ownerUrl?: string } | { directory: string }
  pdsUrl: string
  /** Absent where PDS is open, as its sandbox is. */
  pdsAccess?: PdsAccessConfig
  /** Further `aud` values that tokens may carry (SEC-04). */
  additionalAudiences: readonly string[]
  /** For how long after its `exp` a token is still taken, for clocks that disagree (SEC-04, SEC-07). */
  tokenSkewSeconds: number
  dialect: Dialect
  /** A body over this is refused, read no further (ERR-06). */
  bodyLimitBytes: number
  temporaryRegistrationDays: number
  /** Absent where neither health nor metrics are to be served. */
  operations?: OperationsConfig
  shutdown: ShutdownConfig
}

/** Every setting of the provider process: what it means, and what holds when it is not set. The README's table is made from this. */
export const PROVIDER_SETTINGS = {
  PROVIDER_HOST: { means: 'Address to listen on', without: '127.0.0.1' },
  PROVIDER_PORT: { means: 'Port to listen on; 0 takes a free one', without: undefined },
  PROVIDER_BASE_URL: { means: 'Where consumers reach this process: scheme, host and port, with no trailing slash', without: undefined },
  ...TLS_SETTINGS,
  ROUTING_SEGMENT: { means: 'Last segment of each service root (GEN-01)', without: 'gpconnect' },
  DATABASE_URL: { means: 'PostgreSQL to use; or else GPA_DATA. Its role may not own the tables (AUD-01)', without: '' },
  DATABASE_OWNER_URL: {
    means: "The same database, as the tables' owner: applies the migrations at the start. Without it `gpa migrate` has to have done so",
    without: '',
  },
  GPA_DATA: { means: 'Directory of the embedded database, where DATABASE_URL is not set', without: '' },
  ...PDS_SETTINGS,
  TOKEN_AUDIENCES: { means: 'Further `aud` values to accept in tokens, separated by blanks (SEC-04)', without: '' },
  TOKEN_SKEW_SECONDS: { means: 'For how many seconds after its `exp` a token is still taken (SEC-04)', without: '0' },
  DIALECT: { means: '`assurance` or `specification`, where practice and text differ (REQUIREMENTS, DIFF)', without: 'assurance' },
  BODY_LIMIT_BYTES: { means: 'Largest request body taken (ERR-06)', without: '1048576' },
  TEMPORARY_REGISTRATION_DAYS: { means: 'How long a temporary registration lasts (REG-04)', without: '90' },
  ...OPERATIONS_SETTINGS,
} as const satisfies Record<string, { means: string; without: string | undefined }>

type Setting = keyof typeof PROVIDER_SETTINGS

/** Pure: reports every fault at once, in one ConfigError. */
export function parseProviderConfig(env: Record<string, string | undefined>): ProviderConfig {
  const faults: string[] = []
  const text = (name: Setting): string => {
    const value = env[name]?.trim() || PROVIDER_SETTINGS[name].without
    if (value === undefined) faults.push(`${name} is not set: ${PROVIDER_SETTINGS[name].means}.`)
    return value ?? ''
  }
  const check = (name: Setting, holds: (value: string) => boolean, expected: string): string => {
    const value = text(name)
    if (value !== '' && !holds(value)) faults.push(`${name} must be ${expected}.`)
    return value
  }
  const isWhole = (least: number, most: number) => (value: string) =>
    /^\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= most

  const databaseUrl = text('DATABASE_URL')
  const ownerUrl = text('DATABASE_OWNER_URL')
  const directory = text('GPA_DATA')
  if (databaseUrl === '' && directory === '') faults.push('DATABASE_URL or GPA_DATA must be set: where the appointment book is kept.')
  const tls = parseTlsSettings(text, faults)
  const pdsAccess = parsePdsAccess(text, faults)

  const port = Number(check('PROVIDER_PORT', isWhole(0, 65_535), 'a port number'))

  const config: ProviderConfig = {
    host: text('PROVIDER_HOST'),
    port,
    baseUrl: check('PROVIDER_BASE_URL', (value) => isHttpUrl(value) && !value.endsWith('/'), 'an http or https URL with no trailing slash'),
    routingSegment: check('ROUTING_SEGMENT', (value) => /^[A-Za-z0-9-]+$/.test(value), 'one path segment of letters, digits and hyphens'),
    ...(tls && { tls }),
    database: databaseUrl === '' ? { directory } : { databaseUrl, ...(ownerUrl !== '' && { ownerUrl }) },
    pdsUrl: check('PDS_URL', isHttpUrl, 'an http or https URL'),
    ...(pdsAccess && { pdsAccess }),
    additionalAudiences: text('TOKEN_AUDIENCES').split(/\s+/).filter(Boolean),
    tokenSkewSeconds: Number(check('TOKEN_SKEW_SECONDS', isWhole(0, 300), 'a number of seconds, 0 to 300')),
    dialect: check('DIALECT', (value) => value === 'assurance' || value === 'specification', '`assurance` or `specification`') as Dialect,
    bodyLimitBytes: Number(check('BODY_LIMIT_BYTES', isWhole(1024, 1_000_000_000), 'a number of bytes, 1024 or more')),
    temporaryRegistrationDays: Number(check('TEMPORARY_REGISTRATION_DAYS', isWhole(1, 366), 'a number of days, 1 to 366')),
    ...parseOperations({ text, faults, server: { name: 'PROVIDER_PORT', port } }),
  }
  if (tls && /^http:/i.test(config.baseUrl)) faults.push('PROVIDER_BASE_URL must be https where the provider listens with TLS.')
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
