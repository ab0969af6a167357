import { createPublicKey, verify } from 'node:crypto'
import type { Application, PublicKey } from '../../dataset/spine-platform.ts'
import type { Assertion } from './read-assertion.ts'
import type { TokenRefusal } from './token-refusals.ts'

export type AssertionContext = {
  nowSeconds: number
  /** This endpoint, as it was called. */
  tokenUrl: string
  application: (apiKey: string) => Application | undefined
  isUsed: (apiKey: string, jti: string) => boolean
}

/** Five minutes, and ten seconds for clocks that disagree. */
const FURTHEST_SECONDS = 310

type Check = (assertion: Assertion, context: AssertionContext) => TokenRefusal | undefined

/** What can be judged of the assertion alone. */
const CLAIM_CHECKS: readonly Check[] = [
  ({ header }) => (header.alg === 'RS512' ? undefined : 'alg'),
  ({ claims: { exp } }, { nowSeconds }) => (typeof exp === 'number' && exp <= nowSeconds ? 'expired' : undefined),
  ({ header }) => (isText(header.kid) ? undefined : 'kidMissing'),
  ({ header }) => (header.typ === 'JWT' ? undefined : 'typ'),
  ({ claims: { exp } }) => (exp === undefined || exp === null ? 'expMissing' : undefined),
  ({ claims: { exp } }) => (Number.isInteger(exp) ? undefined : 'expNotInteger'),
  ({ claims: { iss, sub } }) => (isText(iss) && iss === sub ? undefined : 'issSub'),
  ({ claims: { jti } }) => (jti === undefined || jti === null || jti === '' ? 'jtiMissing' : undefined),
  ({ claims: { jti } }) => (typeof jti === 'string' ? undefined : 'jtiNotString'),
  ({ claims: { iss, jti } }, { isUsed }) => (isUsed(String(iss), String(jti)) ? 'jtiUsed' : undefined),
  ({ claims: { exp } }, { nowSeconds }) => (Number(exp) > nowSeconds + FURTHEST_SECONDS ? 'expTooFar' : undefined),
]

/** The first check that fails is told; else whose assertion it is. */
export function checkAssertion(assertion: Assertion, context: AssertionContext): { application: Application } | { refused: TokenRefusal } {
  for (const check of CLAIM_CHECKS) {
    const refused = check(assertion, context)
    if (refused) return { refused }
  }
  const application = context.application(String(assertion.claims.iss))
  if (!application) return { refused: 'apiKeyUnknown' }
  const refused = refuseApplication(application) ?? refuseKey(application, assertion, context)
  return refused ? { refused } : { application }
}

function refuseApplication({ status, apis, publicKeys }: Application): TokenRefusal | undefined {
  if (status !== 'approved') return 'notApproved'
  if (apis.length === 0) return 'noScope'
  if (publicKeys === 'unreachable') return 'keysUnreachable'
  return publicKeys.length === 0 ? 'noPublicKey' : undefined
}

function refuseKey({ publicKeys }: Application, assertion: Assertion, { tokenUrl }: AssertionContext): TokenRefusal | undefined {
  const key = Array.isArray(publicKeys) ? publicKeys.find(({ kid }) => kid === assertion.header.kid) : undefined
  if (!key) return 'kidUnknown'
  // One audience, written as this endpoint is called.
  if (assertion.claims.aud !== tokenUrl) return 'audience'
  return isSignedBy(key, assertion) ? undefined : 'signature'
}

function isSignedBy({ kty, n, e }: PublicKey, { signed, signature }: Assertion): boolean {
  try {
    return verify('RSA-SHA512', Buffer.from(signed), createPublicKey({ key: { kty, n, e }, format: 'jwk' }), signature)
  } catch {
    return false
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
