import type { Cis2Faults } from './faults.ts'

type Assertion = { claims: Readonly<Record<string, unknown>>; header: Readonly<Record<string, unknown>>; tokenEndpoint: string }

const LONGEST_LIFE_SECONDS = 300

/** What CIS2 demands of a client assertion beyond the library: it is told apart from others only by whoever reads this code. */
export function assertionFault(
  deps: { now: () => Date; faults: () => Cis2Faults },
  { claims, header, tokenEndpoint }: Assertion,
): string | undefined {
  const now = Math.floor(deps.now().getTime() / 1000) + (deps.faults().clockSkewSeconds ?? 0)
  const { aud, exp, iat, iss, sub } = claims
  // Letter by letter: with :443 where discovery has it.
  if (aud !== tokenEndpoint) return 'aud is not the token endpoint'
  if (typeof header.kid !== 'string' || header.kid === '') return 'kid is missing'
  if (sub !== iss) return 'iss and sub differ'
  if (typeof exp !== 'number' || exp <= now) return 'expired'
  if (exp > now + LONGEST_LIFE_SECONDS) return 'exp is more than five minutes away'
  if (typeof iat !== 'number') return 'iat is missing'
  return undefined
}
