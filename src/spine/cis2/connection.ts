import { createPrivateKey } from 'node:crypto'
import { type CryptoKey, importPKCS8, type JSONWebKeySet } from 'jose'
import type { Configuration, CustomFetch, ServerMetadata } from 'openid-client'
import { exchange } from '../http.ts'
import { isObject, type Loose } from '../loose-json.ts'
import { UnavailableError, unavailable, unavailableFrom } from '../unavailable.ts'
import type { Cis2Settings } from './settings.ts'

type Library = typeof import('openid-client')

/** What CIS2 says of itself, each part kept for an hour at the most. All throw what `unavailableAfter` understands. */
export type Cis2Connection = {
  settings: Cis2Settings
  /** The library, set up for one sign-in: pinned algorithm, signatures checked, assertions addressed to the token endpoint. */
  open: () => Promise<{ library: Library; configuration: Configuration }>
  /** After a sign-in: the library may have fetched newer keys. */
  keepKeysOf: (configuration: Configuration) => Promise<void>
  /** `newerThan` are keys that lack one that is needed; they are fetched again, but not more than once a minute. */
  keys: (newerThan?: JSONWebKeySet) => Promise<JSONWebKeySet>
}

type Kept<T> = { value: T; at: number }

const LONGEST_KEPT_MS = 3_600_000
const REFETCH_AFTER_MS = 60_000
/** The library fetches keys again for an unknown key id only where its own are a minute old. */
const A_MINUTE_AGO_SECONDS = 60
const ASSERTION_SECONDS = 240

export function connectToCis2(settings: Cis2Settings): Cis2Connection {
  let metadata: Kept<ServerMetadata> | undefined
  let jwks: Kept<JSONWebKeySet> | undefined
  let signer: Promise<CryptoKey> | undefined
  let fetching: Promise<JSONWebKeySet> | undefined
  let fetchedAt = 0
  const now = () => settings.now().getTime()
  const isFresh = (kept: Kept<unknown> | undefined) => kept !== undefined && now() - kept.at < LONGEST_KEPT_MS

  async function discovered(): Promise<ServerMetadata> {
    if (!metadata || !isFresh(metadata)) metadata = { value: await discover(settings), at: now() }
    return metadata.value
  }

  async function fetched(): Promise<JSONWebKeySet> {
    fetchedAt = now()
    jwks = { value: await fetchKeys(settings, await discovered()), at: now() }
    return jwks.value
  }

  // Loaded with the first sign-in: most of what uses this SDK signs nobody in.
  const library = () => import('openid-client')

  return {
    settings,
    open: async () => {
      const [oidc, server] = [await library(), await discovered()]
      signer ??= importKey(settings)
      const configuration = configure(oidc, { settings, server, key: await signer })
      if (jwks && isFresh(jwks)) {
        oidc.setJwksCache(configuration, { jwks: { keys: [...jwks.value.keys] }, uat: Math.floor(now() / 1000) - A_MINUTE_AGO_SECONDS })
      }
      return { library: oidc, configuration }
    },
    keepKeysOf: async (configuration) => {
      const used = (await library()).getJwksCache(configuration)?.jwks
      if (used && JSON.stringify(used) !== JSON.stringify(jwks?.value)) jwks = { value: used, at: now() }
    },
    keys: async (newerThan) => {
      if (jwks && isFresh(jwks) && (jwks.value !== newerThan || now() - fetchedAt < REFETCH_AFTER_MS)) return jwks.value
      // Anybody can ask for a key that does not exist, and many at once.
      fetching ??= fetched().finally(() => {
        fetching = undefined
      })
      return fetching
    },
  }
}

function importKey({ privateKey, algorithm }: Cis2Settings): Promise<CryptoKey> {
  const pkcs8 = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'pem' })
  return importPKCS8(pkcs8.toString(), algorithm)
}

function configure(
  oidc: Library,
  { settings, server, key }: { settings: Cis2Settings; server: ServerMetadata; key: CryptoKey },
): Configuration {
  const { clientId, keyId, now, timeoutMs, issuer, idTokenAlgorithm = 'RS256' } = settings
  const authentication = oidc.PrivateKeyJwt(
    { key, kid: keyId },
    {
      [oidc.modifyAssertion]: (_header, payload) => {
        const issuedAt = Math.floor(now().getTime() / 1000)
        // The library says the issuer. CIS2 wants its token endpoint, as discovery has it.
        Object.assign(payload, { aud: server.token_endpoint, iat: issuedAt, exp: issuedAt + ASSERTION_SECONDS })
        delete payload.nbf
      },
    },
  )
  // A copy: keys belong to it in the library's cache, and are given to each sign-in anew.
  const configuration = new oidc.Configuration(
    structuredClone(server),
    clientId,
    { id_token_signed_response_alg: idTokenAlgorithm },
    authentication,
  )
  configuration[oidc.customFetch] = libraryFetch(settings)
  // The time that counts is that of `exchange`.
  configuration.timeout = Math.ceil(timeoutMs / 1000) + 1
  oidc.enableNonRepudiationChecks(configuration)
  if (issuer.startsWith('http:')) oidc.allowInsecureRequests(configuration)
  return configuration
}

/** The library's requests, by our own rules of time and size. */
function libraryFetch({ fetch, timeoutMs }: Cis2Settings): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    const answer = await exchange(
      { fetch },
      { method: method === 'POST' ? 'POST' : 'GET', url, headers, ...(body != null && { body: String(body) }), timeoutMs, signal },
    )
    const text = answer.body.kind === 'json' ? JSON.stringify(answer.body.value) : null
    return new Response(answer.status === 204 || answer.status === 304 ? null : text, { status: answer.status, headers: answer.headers })
  }
}

async function getJson({ fetch, timeoutMs, now }: Cis2Settings, url: string): Promise<Loose> {
  const answer = await exchange({ fetch }, { method: 'GET', url, headers: { Accept: 'application/json' }, timeoutMs })
  if (answer.status !== 200) throw new UnavailableError(unavailableFrom(answer, now()))
  if (answer.body.kind !== 'json' || !isObject(answer.body.value)) throw new UnavailableError(unavailable('unexpected-answer'))
  return answer.body.value
}

async function discover(settings: Cis2Settings): Promise<ServerMetadata> {
  const { issuer, ...said } = await getJson(settings, `${settings.issuer}/.well-known/openid-configuration`)
  // As text: to a URL parser, an issuer with :443 and one without are the same, and to its ID tokens they are not.
  if (issuer !== settings.issuer || typeof said.token_endpoint !== 'string') throw new UnavailableError(unavailable('unexpected-answer'))
  return { ...said, issuer: settings.issuer }
}

async function fetchKeys(settings: Cis2Settings, { jwks_uri: url }: ServerMetadata): Promise<JSONWebKeySet> {
  if (url === undefined) throw new UnavailableError(unavailable('unexpected-answer'))
  const { keys } = await getJson(settings, url)
  if (!Array.isArray(keys)) throw new UnavailableError(unavailable('unexpected-answer'))
  return { keys: keys.filter(isObject).flatMap((key) => (typeof key.kty === 'string' ? [{ ...key, kty: key.kty }] : [])) }
}
