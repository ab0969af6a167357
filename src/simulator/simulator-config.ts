import { ConfigError } from '../nhs/config-error.ts'

type IdentityFiles = { certificate: string; key: string }

/** Paths of PEM files. */
export type SimulatorTlsFiles = { server: IdentityFiles; ssp: IdentityFiles; ca: string; expired: IdentityFiles | undefined }

export type SimulatorConfig = {
  dataFile: string
  host: string
  apiPort: number
  sspPort: number
  /** Undefined for no control API. */
  controlPort: number | undefined
  /** Undefined for no directory by LDAP. */
  ldapPort: number | undefined
  /** Undefined for no CIS2. */
  cis2Port: number | undefined
  /** Where it is another than the address of CIS2. */
  cis2Issuer: string | undefined
  /** Over plain HTTP whatever `tls` says: for browsers, which trust no CA of a sandbox. */
  cis2Plain: boolean
  faultsFile: string | undefined
  /** ODS's `epraccur.csv`. */
  odsFile: string | undefined
  providerTimeoutMs: number | undefined
  /** Undefined for plain HTTP. */
  tls: SimulatorTlsFiles | undefined
}

const TLS_SETTINGS = [
  'SIMULATOR_TLS_CERTIFICATE',
  'SIMULATOR_TLS_KEY',
  'SIMULATOR_TLS_CA',
  'SIMULATOR_SSP_CERTIFICATE',
  'SIMULATOR_SSP_KEY',
] as const

type Environment = Readonly<Record<string, string | undefined>>

export function parseSimulatorConfig(env: Environment): SimulatorConfig {
  const faults: string[] = []
  const optional = (name: string) => env[name]?.trim() || undefined

  function required(name: string): string {
    const value = optional(name) ?? ''
    if (value === '') faults.push(`${name} is missing`)
    return value
  }

  function wholeNumber(name: string, text: string, max: number): number {
    const value = Number(text)
    if (text !== '' && !(/^\d+$/.test(text) && value <= max)) faults.push(`${name} must be a whole number up to ${max}`)
    return value
  }

  function tlsFiles(): SimulatorTlsFiles | undefined {
    if (!TLS_SETTINGS.some(optional)) return undefined
    const [certificate = '', key = '', ca = '', sspCertificate = '', sspKey = ''] = TLS_SETTINGS.map(required)
    const [expired, expiredKey] = [optional('SIMULATOR_EXPIRED_CERTIFICATE'), optional('SIMULATOR_EXPIRED_KEY')]
    if ((expired === undefined) !== (expiredKey === undefined))
      faults.push('SIMULATOR_EXPIRED_CERTIFICATE and SIMULATOR_EXPIRED_KEY belong together')
    return {
      server: { certificate, key },
      ssp: { certificate: sspCertificate, key: sspKey },
      ca,
      expired: expired !== undefined && expiredKey !== undefined ? { certificate: expired, key: expiredKey } : undefined,
    }
  }

  function issuer(name: string): string | undefined {
    const value = optional(name)
    if (value !== undefined && (!/^https?:/.test(value) || !URL.canParse(value) || /[?#]|\/$/.test(value)))
      faults.push(`${name} must be an http or https URL without query and trailing slash`)
    return value
  }

  const port = (name: string) => wholeNumber(name, required(name), 65_535)
  const timeout = optional('SIMULATOR_PROVIDER_TIMEOUT_MS')
  const controlPort = optional('SIMULATOR_CONTROL_PORT')
  const ldapPort = optional('SIMULATOR_LDAP_PORT')
  if (ldapPort !== undefined && !TLS_SETTINGS.some(optional)) faults.push('SIMULATOR_LDAP_PORT needs the settings for TLS')
  const cis2Port = optional('SIMULATOR_CIS2_PORT')
  const config: SimulatorConfig = {
    dataFile: required('SIMULATOR_DATA'),
    host: required('SIMULATOR_HOST'),
    apiPort: port('SIMULATOR_API_PORT'),
    sspPort: port('SIMULATOR_SSP_PORT'),
    controlPort: controlPort === undefined ? undefined : wholeNumber('SIMULATOR_CONTROL_PORT', controlPort, 65_535),
    ldapPort: ldapPort === undefined ? undefined : wholeNumber('SIMULATOR_LDAP_PORT', ldapPort, 65_535),
    cis2Port: cis2Port === undefined ? undefined : wholeNumber('SIMULATOR_CIS2_PORT', cis2Port, 65_535),
    cis2Issuer: issuer('SIMULATOR_CIS2_ISSUER'),
    cis2Plain: optional('SIMULATOR_CIS2_PLAIN') === 'yes',
    faultsFile: optional('SIMULATOR_FAULTS'),
    odsFile: optional('SIMULATOR_ODS'),
    providerTimeoutMs: timeout === undefined ? undefined : wholeNumber('SIMULATOR_PROVIDER_TIMEOUT_MS', timeout, 600_000),
    tls: tlsFiles(),
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}
