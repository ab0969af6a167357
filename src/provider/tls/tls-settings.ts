/** Paths of PEM files, and whose client certificate is let in (SEC-01). */
export type TlsConfig = {
  certificate: string
  key: string
  clientCa: string
  crl: string
  /** Lower case. */
  sspFqdn: string
}

export const TLS_SETTINGS = {
  PROVIDER_PLAIN_HTTP: {
    means: '`yes` to listen without TLS, for local development only (SEC-01); or else the five settings below are needed',
    without: '',
  },
  PROVIDER_TLS_CERTIFICATE: { means: "PEM file: this endpoint's certificate, then the sub CAs it was issued by", without: '' },
  PROVIDER_TLS_KEY: { means: 'PEM file: the key of that certificate, not encrypted', without: '' },
  PROVIDER_TLS_CLIENT_CA: { means: 'PEM file: the root CA and the sub CAs that issue client certificates', without: '' },
  PROVIDER_TLS_CRL: { means: 'PEM file (or one DER list): a revocation list of each of those CAs', without: '' },
  PROVIDER_SSP_FQDN: { means: "FQDN that the SSP's client certificate must carry", without: '' },
} as const satisfies Record<string, { means: string; without: string }>

type TlsSetting = Exclude<keyof typeof TLS_SETTINGS, 'PROVIDER_PLAIN_HTTP'>

const TLS_NAMES = Object.keys(TLS_SETTINGS).filter((name): name is TlsSetting => name !== 'PROVIDER_PLAIN_HTTP')

/** Undefined for plain HTTP, which has to be asked for. `text` reads a setting, as an empty string where it is not set. */
export function parseTlsSettings(text: (name: keyof typeof TLS_SETTINGS) => string, faults: string[]): TlsConfig | undefined {
  const plainHttp = text('PROVIDER_PLAIN_HTTP')
  const given = TLS_NAMES.filter((name) => text(name) !== '')

  if (plainHttp !== '') {
    if (plainHttp !== 'yes') faults.push('PROVIDER_PLAIN_HTTP must be `yes`, or not set.')
    else if (given.length > 0) faults.push(`PROVIDER_PLAIN_HTTP is \`yes\`, and so ${list(given)} must not be set: it is one or the other.`)
    return undefined
  }
  if (given.length === 0) {
    faults.push(`${list(TLS_NAMES)} must be set, for mutual TLS (SEC-01); or PROVIDER_PLAIN_HTTP=yes, for local development only.`)
    return undefined
  }

  for (const name of TLS_NAMES) if (!given.includes(name)) faults.push(`${name} is not set: ${TLS_SETTINGS[name].means}.`)
  const sspFqdn = text('PROVIDER_SSP_FQDN').toLowerCase()
  if (sspFqdn !== '' && !isFqdn(sspFqdn))
    faults.push('PROVIDER_SSP_FQDN must be one host name, such as ssp.example.nhs.uk, without a wildcard.')
  return {
    certificate: text('PROVIDER_TLS_CERTIFICATE'),
    key: text('PROVIDER_TLS_KEY'),
    clientCa: text('PROVIDER_TLS_CLIENT_CA'),
    crl: text('PROVIDER_TLS_CRL'),
    sspFqdn,
  }
}

export function isFqdn(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/.test(text)
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
