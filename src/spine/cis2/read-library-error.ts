import { isObject } from '../loose-json.ts'
import { TransportError } from '../transport-error.ts'
import { type Unavailable, UnavailableError, unavailable, unavailableAfter, unavailableFrom } from '../unavailable.ts'
import type { SignInRefusal, TokenFault } from './outcomes.ts'

type Why = ({ kind: 'refused' } & SignInRefusal) | Unavailable

/** What the library's exception means. What it was caused by lies one or two levels deep, and is never shown: it holds tokens. */
export function whyNot(error: unknown, now: Date): Why {
  const chain = causesOf(error)
  const ours = chain.find((one) => one instanceof TransportError || one instanceof UnavailableError)
  if (ours) return unavailableAfter(ours)

  const answer = chain.find((one) => one instanceof Response)
  const codes = chain.flatMap((one) => (isObject(one) && typeof one.code === 'string' ? [one.code] : []))
  if (codes.includes('OAUTH_RESPONSE_BODY_ERROR')) return whyTokensWereRefused(chain, now)
  if (codes.includes('OAUTH_WWW_AUTHENTICATE_CHALLENGE')) return unavailable('not-authorised')
  if (codes.includes('OAUTH_RESPONSE_IS_NOT_CONFORM') && answer) return unavailableFrom(answer, now)
  if (codes.some((code) => UNREADABLE.has(code))) return unavailable('unexpected-answer')
  if (codes.includes('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')) return { kind: 'refused', because: 'subjects-differ' }
  if (codes.length === 0) throw error
  return { kind: 'refused', because: 'token-invalid', fault: tokenFault(chain, codes) }
}

const UNREADABLE = new Set([
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_REQUEST_PROTOCOL_FORBIDDEN',
])

function whyTokensWereRefused(chain: readonly unknown[], now: Date): Why {
  const said = chain.filter(isObject).find((one) => typeof one.error === 'string')
  if (said?.error === 'invalid_grant') return { kind: 'refused', because: 'code-refused' }
  if (said?.error === 'invalid_client' || said?.error === 'unauthorized_client') return unavailable('not-authorised')
  const status = typeof said?.status === 'number' ? said.status : 400
  return unavailableFrom({ status, headers: new Headers() }, now)
}

function tokenFault(chain: readonly unknown[], codes: readonly string[]): TokenFault {
  if (codes.includes('OAUTH_KEY_SELECTION_FAILED')) return 'unknown-key'
  const claim = chain.filter(isObject).find((one) => typeof one.claim === 'string')?.claim
  if (typeof claim === 'string') return `claim ${claim}`
  const texts = chain.flatMap((one) => (one instanceof Error ? [one.message] : []))
  // A claim that is missing is named in the text alone.
  const [, named] = texts.map((text) => /\bJWT "([a-z_]+)" \(/.exec(text)).find((found) => found) ?? []
  if (named !== undefined && named !== 'alg') return `claim ${named}`
  if (texts.some((text) => text.includes('signature verification failed'))) return 'signature'
  if (codes.includes('OAUTH_UNSUPPORTED_OPERATION') || texts.some((text) => text.includes('"alg"'))) return 'algorithm'
  return 'malformed'
}

/** The error, its cause, and so on: errors, and the plain objects that the library hangs below them. */
function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let one = error; one !== undefined && one !== null && chain.length < 10; one = isObject(one) ? one.cause : undefined) chain.push(one)
  return chain
}
