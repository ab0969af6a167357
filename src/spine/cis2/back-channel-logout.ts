import { createHash } from 'node:crypto'
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { isObject } from '../loose-json.ts'
import { unavailableAfter } from '../unavailable.ts'
import { CLOCK_TOLERANCE_SECONDS } from './check-id-token.ts'
import type { Cis2Connection } from './connection.ts'
import type { BackChannelOutcome, LogoutFault } from './outcomes.ts'

/** No older token is taken; so this is also how long a used one is remembered, and then some. */
const LONGEST_AGE_SECONDS = 300
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** Anybody can post here. A logout token has about a kilobyte. */
const LONGEST_TOKEN = 16_384

type End = Extract<BackChannelOutcome, { kind: 'end' }>

/**
 * Whoever posts a token that CIS2 has signed for us ends the session that it names; nothing else ends any. A token is used up once `end` has
 * ended what it names: where that throws, CIS2 may post it again.
 */
export function createBackChannelCheck(
  connection: Cis2Connection,
): (logoutToken: string, end?: (named: End) => Promise<void>) => Promise<BackChannelOutcome> {
  const used = new Map<string, number>()
  const refused = (fault: LogoutFault): BackChannelOutcome => ({ kind: 'refused', fault })

  /** One process remembers what it has seen; where several serve, ending a session twice does no harm. */
  function isUsed(id: string, now: number): boolean {
    for (const [other, until] of used) if (until <= now) used.delete(other)
    return used.has(id)
  }

  return async (logoutToken, end) => {
    const now = connection.settings.now()
    if (logoutToken.length > LONGEST_TOKEN) return refused('malformed')
    let claims: JWTPayload
    try {
      claims = await verified(connection, logoutToken, now)
    } catch (error) {
      return error instanceof errors.JOSEError ? refused(faultOf(error)) : unavailableAfter(error)
    }
    const fault = claimFault(claims, now.getTime() / 1000)
    if (fault) return refused(fault)

    const { sid, sub, jti, iat = 0 } = claims
    const id = jti ?? createHash('sha256').update(logoutToken).digest('base64')
    if (isUsed(id, now.getTime() / 1000)) return refused('used-twice')
    const named = { kind: 'end', sid: typeof sid === 'string' ? sid : undefined, sub, issuedAt: new Date(iat * 1000) } as const
    await end?.(named)
    used.set(id, now.getTime() / 1000 + 2 * LONGEST_AGE_SECONDS)
    return named
  }
}

async function verified(connection: Cis2Connection, token: string, now: Date): Promise<JWTPayload> {
  const { issuer, clientId, idTokenAlgorithm = 'RS256' } = connection.settings
  const verify = async (keys: JSONWebKeySet) => {
    const options = {
      algorithms: [idTokenAlgorithm],
      issuer,
      audience: clientId,
      currentDate: now,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    }
    return (await jwtVerify(token, createLocalJWKSet(keys), options)).payload
  }
  const keys = await connection.keys()
  try {
    return await verify(keys)
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
    return verify(await connection.keys(keys))
  }
}

function claimFault({ iat, nonce, events, sid, sub }: JWTPayload, now: number): LogoutFault | undefined {
  if (typeof iat !== 'number' || iat < now - LONGEST_AGE_SECONDS || iat > now + CLOCK_TOLERANCE_SECONDS) return 'claim iat'
  // With one it would be an ID token.
  if (nonce !== undefined) return 'claim nonce'
  if (!isObject(events) || !isObject(events[LOGOUT_EVENT])) return 'claim events'
  return typeof sid === 'string' || typeof sub === 'string' ? undefined : 'claim sid'
}

function faultOf(error: errors.JOSEError): LogoutFault {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) return `claim ${error.claim}`
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return 'algorithm'
  return error instanceof errors.JWKSNoMatchingKey ? 'unknown-key' : 'malformed'
}
