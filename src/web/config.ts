import { ConfigError } from '../nhs/config-error.ts'
import { OPERATIONS_SETTINGS, type OperationsConfig, parseOperations, type ShutdownConfig } from '../operations/operations-settings.ts'

export type Cis2Config = {
  issuer: string
  clientId: string
  /** PEM file. */
  keyFile: string
  keyId: string
  algorithm: 'RS256' | 'RS512'
  acrValues: string
  requiredAssurance: 2 | 3
}

export type WebConfig = {
  host: string
  port: number
  /** Where browsers find the app, and the path that all its pages have before them: empty, or `/bookings`. */
  url: string
  root: string
  trustedProxies: readonly string[]
  database: { databaseUrl: string; ownerUrl?: string } | { directory: string }
  /** Newest first: it seals, all of them open. 32 bytes each. */
  sealingKeys: readonly Buffer[]
  idleMinutes: number
  sessionHours: number
  /** JSON file: see docs/web.md. */
  spineFile: string
  /** Codes of job roles and activities: whoever acts in one of them changes the organisation's federations. */
  federationEditors: readonly string[]
  cis2: Cis2Config
  /** Absent where neither health nor metrics are to be served. */
  operations?: OperationsConfig
  shutdown: ShutdownConfig
}

/** Every setting of the app's process: what it means, and what holds when it is not set. The table in docs/web.md is made from this. */
export const WEB_SETTINGS = {
  WEB_HOST: { means: 'Address to listen on', without: '127.0.0.1' },
  WEB_PORT: { means: 'Port to listen on; 0 takes a free one', without: undefined },
  WEB_URL: {
    means: 'Where browsers reach the app: scheme, host and, behind a reverse proxy, the path before its pages; no trailing slash',
    without: undefined,
  },
  WEB_TRUSTED_PROXIES: { means: 'Addresses or ranges of the reverse proxies, separated by blanks: who may say who asks', without: '' },
  WEB_DATABASE_URL: { means: "PostgreSQL for the app's own data; or else WEB_DATA. Its role may not own the tables (AUD-01)", without: '' },
  WEB_DATABASE_OWNER_URL: { means: "The same database, as the tables' owner: applies the migrations at the start", without: '' },
  WEB_DATA: { means: 'Directory of the embedded database, where WEB_DATABASE_URL is not set', without: '' },
  WEB_SESSION_KEYS: {
    means:
      '32 bytes in base64 (`openssl rand -base64 32`): seals what the database holds. For a change of keys several, separated by blanks, the newest first',
    without: undefined,
  },
  WEB_IDLE_MINUTES: { means: 'After so long without a request somebody is signed out', without: '20' },
  WEB_SESSION_HOURS: { means: 'After so long somebody signs in again, however busy', without: '10' },
  WEB_SPINE: { means: 'JSON file: PDS, SDS, SSP and ODS, their certificates, and the organisations that book', without: undefined },
  WEB_FEDERATION_EDITORS: {
    means:
      'Who changes the saved lists of practices: codes of job roles (`R8008`) and activities (`B0278`) as CIS2 sends them, separated by blanks. Everybody of the organisation searches them',
    without: '',
  },
  CIS2_ISSUER: { means: 'As CIS2 writes it, letter by letter', without: undefined },
  CIS2_CLIENT_ID: { means: 'The client id, as registered', without: undefined },
  CIS2_KEY: { means: 'PEM file of the private key that signs for this client', without: undefined },
  CIS2_KEY_ID: { means: 'The id (`kid`) under which its public half is registered', without: undefined },
  CIS2_ALGORITHM: { means: '`RS256` or `RS512`, as registered', without: 'RS512' },
  CIS2_ACR_VALUES: { means: 'What CIS2 is asked for: `AAL3_ANY`, `AAL2_OR_AAL3_ANY`', without: 'AAL3_ANY' },
  CIS2_ASSURANCE: { means: 'Least level of authentication, 3 or (where the service has been allowed it) 2', without: '3' },
  ...OPERATIONS_SETTINGS,
} as const satisfies Record<string, { means: string; without: string | undefined }>

type Setting = keyof typeof WEB_SETTINGS

/** Pure: reports every fault at once, in one ConfigError. */
export function parseWebConfig(env: Readonly<Record<string, string | undefined>>): WebConfig {
  const faults: string[] = []
  const text = (name: Setting): string => {
    const value = env[name]?.trim() || WEB_SETTINGS[name].without
    if (value === undefined) faults.push(`${name} is not set: ${WEB_SETTINGS[name].means}.`)
    return value ?? ''
  }
  const check = (name: Setting, holds: (value: string) => boolean, expected: string): string => {
    const value = text(name)
    if (value !== '' && !holds(value)) faults.push(`${name} must be ${expected}.`)
    return value
  }
  const whole = (name: Setting, least: number, most: number): number =>
    Number(
      check(name, (value) => /^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most, `a number, ${least} to ${most}`),
    )

  const databaseUrl = text('WEB_DATABASE_URL')
  const ownerUrl = text('WEB_DATABASE_OWNER_URL')
  const directory = text('WEB_DATA')
  if (databaseUrl === '' && directory === '')
    faults.push('WEB_DATABASE_URL or WEB_DATA must be set: where sessions and unfinished work are kept.')
  const url = check('WEB_URL', isWebUrl, 'an http or https URL with no trailing slash, query or fragment')

  const port = whole('WEB_PORT', 0, 65_535)

  const config: WebConfig = {
    host: text('WEB_HOST'),
    port,
    url,
    root: URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, '') : '',
    trustedProxies: text('WEB_TRUSTED_PROXIES').split(/\s+/).filter(Boolean),
    database: databaseUrl === '' ? { directory } : { databaseUrl, ...(ownerUrl !== '' && { ownerUrl }) },
    sealingKeys: check('WEB_SESSION_KEYS', areKeys, '32 bytes in base64, or several of them separated by blanks')
      .split(/\s+/)
      .map((key) => Buffer.from(key, 'base64')),
    idleMinutes: whole('WEB_IDLE_MINUTES', 5, 120),
    sessionHours: whole('WEB_SESSION_HOURS', 1, 24),
    spineFile: text('WEB_SPINE'),
    federationEditors: check('WEB_FEDERATION_EDITORS', areCodes, 'codes of job roles or activities, separated by blanks')
      .split(/\s+/)
      .filter(Boolean),
    cis2: {
      issuer: text('CIS2_ISSUER'),
      clientId: text('CIS2_CLIENT_ID'),
      keyFile: text('CIS2_KEY'),
      keyId: text('CIS2_KEY_ID'),
      algorithm:
        check('CIS2_ALGORITHM', (value) => value === 'RS256' || value === 'RS512', '`RS256` or `RS512`') === 'RS256' ? 'RS256' : 'RS512',
      acrValues: text('CIS2_ACR_VALUES'),
      requiredAssurance: check('CIS2_ASSURANCE', (value) => value === '2' || value === '3', '2 or 3') === '2' ? 2 : 3,
    },
    ...parseOperations({ text, faults, server: { name: 'WEB_PORT', port } }),
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

function isWebUrl(text: string): boolean {
  // In small letters: whether cookies are for https alone goes by how it begins.
  return URL.canParse(text) && /^https?:\/\//.test(text) && !/[?#]|\/$/.test(text)
}

function areCodes(text: string): boolean {
  return text.split(/\s+/).every((code) => /^[RB]\d{4}$/.test(code))
}

function areKeys(text: string): boolean {
  return text.split(/\s+/).every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key))
}
