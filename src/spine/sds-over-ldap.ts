import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Entry } from 'ldapts'
import { ConfigError } from '../nhs/config-error.ts'
import type { OnDirectoryFault, Sds } from './sds.ts'
import { openLdapLine } from './sds-ldap-line.ts'
import { type EndpointRecord, lookUpIn } from './sds-look-up.ts'

export type LdapTls = {
  /** PEM, all three. */
  ca: string
  /** This system's certificate with those between it and the root. */
  certificate: string
  key: string
  /** The FQDN in the directory's certificate, where that is not the URL's host. */
  serverName?: string | undefined
}

export type SdsOverLdapOptions = {
  /** `ldaps://ldap.national.ncrs.nhs.uk`; the port is 636 unless named. */
  url: string
  tls: LdapTls
  /** To the end of the bind. */
  connectTimeoutMs?: number
  /** For each of the two questions of a look-up. */
  queryTimeoutMs?: number
  onFault?: OnDirectoryFault | undefined
}

/** Those of the published SDS API, which stands before the same directory. */
const CONNECT_TIMEOUT_MS = 5_000
const QUERY_TIMEOUT_MS = 3_000

const SYSTEMS = 'ou=services,o=nhs'

/** The Spine Directory Service by LDAP over mutual TLS. Nothing is sent before the first look-up. Throws a ConfigError. */
export function createSdsOverLdap(options: SdsOverLdapOptions): Sds {
  const { url, tls, connectTimeoutMs = CONNECT_TIMEOUT_MS, queryTimeoutMs = QUERY_TIMEOUT_MS, onFault } = options
  // A directory that anybody may play cannot be trusted.
  if (!url.startsWith('ldaps://') || !URL.canParse(url)) throw new ConfigError(['the directory must have an ldaps:// URL'])
  const line = openLdapLine({ url, secureContext: secured(tls), serverName: tls.serverName, connectTimeoutMs, queryTimeoutMs })

  async function find<Found>(
    equal: readonly (readonly [attribute: string, value: string])[],
    attributes: readonly string[],
    read: (valuesOf: ValuesOf) => Found[],
    signal: AbortSignal | undefined,
  ) {
    const entries = await line.search({ base: SYSTEMS, equal, attributes }, signal)
    return 'kind' in entries ? entries : entries.flatMap((entry) => read(valuesIn(entry)))
  }

  const directory = lookUpIn(
    {
      endpoints: ({ odsCode, interactionId }, signal) =>
        find(
          [
            ['nhsIDCode', odsCode],
            ['objectClass', 'nhsMhs'],
            ['nhsMhsSvcIA', interactionId],
          ],
          ['nhsMhsEndPoint', 'nhsMhsPartyKey'],
          endpointRecords,
          signal,
        ),
      systemsByPartyKey: ({ odsCode, partyKey }, signal) =>
        find(
          [
            ['nhsIDCode', odsCode],
            ['objectClass', 'nhsAs'],
            ['nhsMHSPartyKey', partyKey],
          ],
          ['uniqueIdentifier'],
          asidOf,
          signal,
        ),
      systemsByManufacturer: ({ odsCode, interactionId, manufacturer }, signal) =>
        find(
          [
            ['nhsIDCode', odsCode],
            ['objectClass', 'nhsAs'],
            ['nhsAsSvcIA', interactionId],
            ['nhsMhsManufacturerOrg', manufacturer],
          ],
          ['uniqueIdentifier'],
          asidOf,
          signal,
        ),
    },
    onFault,
  )
  return { ...directory, close: line.close }
}

function secured({ ca, certificate, key }: LdapTls): SecureContext {
  try {
    // Node itself passes over authorities and keys that are none.
    const [own] = [certificate, ca].map((pem) => new X509Certificate(pem))
    if (own?.checkPrivateKey(createPrivateKey(key))) return createSecureContext({ ca, cert: certificate, key, minVersion: 'TLSv1.2' })
  } catch {
    // What the library says of a key is nobody's business.
  }
  throw new ConfigError(['the certificate for the directory, its key or its authorities are no PEM, or do not belong together'])
}

type ValuesOf = (attribute: string) => readonly string[]

/** Names count in any case, as the directory's own documents write them; one value comes bare, several in a list. */
function valuesIn(entry: Entry): ValuesOf {
  const values = new Map<string, string[]>()
  for (const [name, held] of Object.entries(entry)) {
    const texts = (Array.isArray(held) ? held : [held]).map((value) => value.toString()).filter((text) => text.trim() !== '')
    values.set(name.toLowerCase(), [...(values.get(name.toLowerCase()) ?? []), ...texts])
  }
  return (attribute) => values.get(attribute.toLowerCase()) ?? []
}

function endpointRecords(valuesOf: ValuesOf): EndpointRecord[] {
  const [partyKey] = valuesOf('nhsMhsPartyKey')
  const addresses = valuesOf('nhsMhsEndPoint')
  return (addresses.length > 0 ? addresses : [undefined]).map((address) => ({ address, partyKey }))
}

function asidOf(valuesOf: ValuesOf): string[] {
  return [valuesOf('uniqueIdentifier')[0] ?? '']
}
