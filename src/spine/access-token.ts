import { createPrivateKey, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { ConfigError } from '../nhs/config-error.ts'
import { tokenEndpointFault } from './access-token-faults.ts'
import { exchange, type Fetch, type HttpAnswer, percentEncode } from './http.ts'
import { isObject, type Loose, textAt } from './loose-json.ts'
import { UnavailableError, unavailable, unavailableAfter, unavailableFrom } from './unavailable.ts'

export type AccessTokenDeps = {
  fetch: Fetch
  /** Exactly as the platform writes it: the assertion is addressed to it, letter by letter. */
  tokenUrl: string
  apiKey: string
  /** Of the key in the JWKS that is registered for the application. */
  kid: string
  /** PEM, PKCS#8 or PKCS#1, not encrypted. */
  privateKey: string
  timeoutMs: number
  now: () => Date
  newId: () => string
}

/**
 * The token for the next call. `refused` is one that a service did not take: it is dropped, unless another has been fetched since.
 * Throws an UnavailableError.
 */
export type Authorize = (refused?: string) => Promise<string>

type Token = { text: string; usedUntil: number }

/** The most is five minutes ahead by the platform's clock, which may be another than ours. */
const ASSERTION_SECONDS = 240
/** A token is not used for as long as its last call may be on the way. */
const RENEW_BEFORE_MS = 45_000

const SMALLEST_KEY_BITS = 2048

/** Application-restricted access: a signed assertion of who we are is exchanged for an access token, which is kept until shortly before it ends. */
export function createAccessToken(deps: AccessTokenDeps): Authorize {
  const key = readPrivateKey(deps.privateKey)
  let kept: Token | undefined
  let asking: Promise<Token> | undefined

  async function renew(): Promise<Token> {
    try {
      kept = await askForToken(deps, key)
      return kept
    } finally {
      asking = undefined
    }
  }

  return async (refused) => {
    if (kept?.text === refused) kept = undefined
    if (kept && deps.now().getTime() < kept.usedUntil) return kept.text
    // One request serves everybody who waits; what came of a failed one is kept for nobody.
    asking ??= renew()
    return (await asking).text
  }
}

/** Faults are told without a word of the key. */
function readPrivateKey(pem: string): KeyObject {
  const fault = (problem: string) => new ConfigError([`The private key for access tokens ${problem}.`])
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    throw fault('is no PEM that can be read: it must be PKCS#8 or PKCS#1, and not encrypted')
  }
  if (key.asymmetricKeyType !== 'rsa') throw fault('must be an RSA key')
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < SMALLEST_KEY_BITS) throw fault(`must have ${SMALLEST_KEY_BITS} bits or more`)
  return key
}

async function askForToken(deps: AccessTokenDeps, key: KeyObject): Promise<Token> {
  const askedAt = deps.now().getTime()
  const answer = await sendAssertion(deps, await signAssertion(deps, key, askedAt)).catch((error: unknown) => {
    throw new UnavailableError(unavailableAfter(error))
  })
  const body = answer.body.kind === 'json' && isObject(answer.body.value) ? answer.body.value : undefined
  if (answer.status !== 200) throw new UnavailableError(refusalFrom(deps, answer, body))

  const text = textAt(body, 'access_token')
  const lifetimeMs = secondsAt(body, 'expires_in') * 1000
  if (text === undefined || Number.isNaN(lifetimeMs)) throw new UnavailableError(unavailable('unexpected-answer'))
  return { text, usedUntil: askedAt + Math.max(lifetimeMs - RENEW_BEFORE_MS, lifetimeMs / 2) }
}

function signAssertion({ apiKey, kid, tokenUrl, newId }: AccessTokenDeps, key: KeyObject, now: number): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS512', typ: 'JWT', kid })
    .setIssuer(apiKey)
    .setSubject(apiKey)
    .setAudience(tokenUrl)
    .setJti(newId())
    .setExpirationTime(Math.floor(now / 1000) + ASSERTION_SECONDS)
    .sign(key)
}

function sendAssertion({ fetch, tokenUrl, timeoutMs }: AccessTokenDeps, assertion: string): Promise<HttpAnswer> {
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
  return exchange(
    { fetch },
    {
      method: 'POST',
      url: tokenUrl,
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: Object.entries(form)
        .map(([name, value]) => `${name}=${percentEncode(value)}`)
        .join('&'),
      timeoutMs,
    },
  )
}

/** A client error in the OAuth manner names a fault of ours; anything else is the endpoint's trouble. */
function refusalFrom({ now }: AccessTokenDeps, answer: HttpAnswer, body: Loose | undefined) {
  const error = textAt(body, 'error')
  if (answer.status >= 500 || answer.status === 429 || error === undefined) return unavailableFrom(answer, now())
  const fault = tokenEndpointFault({ error, description: textAt(body, 'error_description') ?? '' })
  return { ...unavailable('not-authorised'), fault }
}

/** The platform writes numbers as text. */
function secondsAt(body: Loose | undefined, name: string): number {
  const value = body?.[name]
  const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  return typeof seconds === 'number' && seconds > 0 ? seconds : Number.NaN
}
