import { createHash } from 'node:crypto'
import { decodeJwt, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import type { SpineStaff } from '../../dataset/spine-staff.ts'
import type { Cis2Faults } from './faults.ts'
import { generateSigningKey, type SigningKey } from './signing-keys.ts'
import { authenticationAssurance } from './staff-claims.ts'

/** Whom and what it is for: the code and access token are bound to it by their hashes. */
type IdTokenOf = { staff: SpineStaff; selectedRole: string | undefined; sid: string; accessToken: string; code: string }

type IdTokenDeps = { now: () => Date; newId: () => string; key: SigningKey; faults: Cis2Faults }

/** The provider's ID token, with the claims that only CIS2 has, by the simulator's clock, and with what it was told to get wrong. */
export async function dressIdToken(deps: IdTokenDeps, idToken: string, of: IdTokenOf): Promise<string> {
  const claims = cis2Claims(deps, decodeJwt(idToken), of)
  const omitted = new Set(deps.faults.withoutClaims)
  const said = Object.fromEntries(Object.entries({ ...claims, ...deps.faults.claims }).filter(([name]) => !omitted.has(name)))
  return sign(deps, said)
}

function cis2Claims(
  { now, newId, faults }: IdTokenDeps,
  claims: JWTPayload,
  { staff, selectedRole, sid, accessToken, code }: IdTokenOf,
): JWTPayload {
  const level = authenticationAssurance(staff)
  const issuedAt = Math.floor(now().getTime() / 1000) + (faults.clockSkewSeconds ?? 0)
  const drift = issuedAt - (claims.iat ?? issuedAt)
  return {
    ...claims,
    iat: issuedAt,
    exp: (claims.exp ?? issuedAt) + drift,
    ...(typeof claims.auth_time === 'number' && { auth_time: claims.auth_time + drift }),
    azp: claims.aud,
    at_hash: halfHash(accessToken),
    c_hash: halfHash(code),
    sid,
    acr: `AAL${level}_ANY`,
    amr: [staff.authenticator],
    id_assurance_level: staff.identityAssurance,
    authentication_assurance_level: level,
    ...(selectedRole !== undefined && { selected_roleid: selectedRole }),
    tokenName: 'id_token',
    tokenType: 'JWTToken',
    realm: '/NHSIdentity/Healthcare',
    auditTrackingId: newId(),
    'org.forgerock.openidconnect.ops': newId(),
  }
}

function halfHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}

async function sign({ newId, key, faults: { signature } }: IdTokenDeps, claims: JWTPayload): Promise<string> {
  if (signature === 'none') return new UnsecuredJWT(claims).encode()
  const other = signature === 'unpublished' || signature === 'wrong-key' ? await generateSigningKey(newId) : key
  const header = { alg: signature === 'RS512' ? 'RS512' : 'RS256', typ: 'JWT', kid: signature === 'unpublished' ? other.kid : key.kid }
  return new SignJWT(claims).setProtectedHeader(header).sign(other.privateKey)
}
