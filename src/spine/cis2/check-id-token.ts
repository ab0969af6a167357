import type { Loose } from '../loose-json.ts'
import type { SignInRefusal } from './outcomes.ts'

/** Clocks of two machines. */
export const CLOCK_TOLERANCE_SECONDS = 30

/** A person whose identity was checked no better is not let in, whatever they signed in with. */
const REQUIRED_IDENTITY_ASSURANCE = 3

type Demands = { now: Date; clientId: string; requiredAssurance: 2 | 3; maxAge: number | undefined }

/** What the library leaves to us. It has judged signature, algorithm, issuer, audience, nonce and expiry, by the machine's clock. */
export function idTokenRefusal(claims: Loose, { now, clientId, requiredAssurance, maxAge }: Demands): SignInRefusal | undefined {
  const seconds = now.getTime() / 1000
  const { aud, azp, exp, iat, auth_time: authTime } = claims
  // The library takes further audiences where `azp` is us. CIS2 names one.
  if (Array.isArray(aud) && aud.length !== 1) return { because: 'token-invalid', fault: 'claim aud' }
  // The library asks for `azp` only where there are several audiences.
  if (azp !== undefined && azp !== clientId) return { because: 'token-invalid', fault: 'claim azp' }
  if (typeof exp !== 'number' || exp <= seconds - CLOCK_TOLERANCE_SECONDS) return { because: 'token-invalid', fault: 'claim exp' }
  if (typeof iat !== 'number' || iat > seconds + CLOCK_TOLERANCE_SECONDS) return { because: 'token-invalid', fault: 'claim iat' }
  if (maxAge !== undefined && (typeof authTime !== 'number' || authTime < seconds - maxAge - CLOCK_TOLERANCE_SECONDS))
    return { because: 'token-invalid', fault: 'claim auth_time' }

  if (!(assuranceLevel(claims.authentication_assurance_level) >= requiredAssurance)) return { because: 'assurance-too-low' }
  if (!(assuranceLevel(claims.id_assurance_level) >= REQUIRED_IDENTITY_ASSURANCE)) return { because: 'identity-assurance-too-low' }
  return undefined
}

/** CIS2 writes levels as numbers or as text. NaN, which is never enough, for anything else. */
export function assuranceLevel(claim: unknown): number {
  if (typeof claim === 'number') return claim
  return typeof claim === 'string' && /^\d$/.test(claim) ? Number(claim) : Number.NaN
}
