import type { Loose } from '../loose-json.ts'
import { unavailable } from '../unavailable.ts'
import { assuranceLevel, idTokenRefusal } from './check-id-token.ts'
import type { Cis2Connection } from './connection.ts'
import type { FinishOutcome, KeptSignIn, SignInRefusal } from './outcomes.ts'
import { whyNot } from './read-library-error.ts'
import { isAbout, readOrganisations, readPerson, readRoles } from './read-person.ts'

export type FinishSignIn = {
  /** As the browser came back: whole, or from its path on. */
  callbackUrl: string
  /** What this browser's session has kept since `startSignIn`, and forgets now: it serves once. */
  kept: KeptSignIn | undefined
}

const refused = (refusal: SignInRefusal) => ({ kind: 'refused', ...refusal }) as const

export async function finishSignIn(connection: Cis2Connection, { callbackUrl, kept }: FinishSignIn): Promise<FinishOutcome> {
  const { settings } = connection
  // Behind a gateway the application does not see the address that is registered, so only the parameters are taken.
  const callback = new URL(settings.redirectUri)
  callback.search = callbackUrl.replace(/^[^?]*/, '').replace(/#.*$/s, '')
  const { searchParams } = callback
  if (!kept || searchParams.get('state') !== kept.state) return refused({ because: 'no-such-state' })
  const error = searchParams.get('error')
  if (error === 'access_denied') return refused({ because: 'denied-by-user' })
  if (error !== null) return refused({ because: 'ended-by-cis2', error: error.replace(/[^a-z_]/g, '').slice(0, 50) })

  try {
    return await exchangeCode(connection, { callback, kept })
  } catch (thrown) {
    return whyNot(thrown, settings.now())
  }
}

async function exchangeCode(connection: Cis2Connection, { callback, kept }: { callback: URL; kept: KeptSignIn }): Promise<FinishOutcome> {
  const { now, clientId, requiredAssurance } = connection.settings
  const { library, configuration } = await connection.open()
  const tokens = await library.authorizationCodeGrant(configuration, callback, {
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    pkceCodeVerifier: kept.codeVerifier,
    idTokenExpected: true,
    ...(kept.maxAge !== undefined && { maxAge: kept.maxAge }),
  })
  await connection.keepKeysOf(configuration)
  const claims = tokens.claims()
  if (!claims || tokens.id_token === undefined) return unavailable('unexpected-answer')
  const refusal = idTokenRefusal(claims, { now: now(), clientId, requiredAssurance, maxAge: kept.maxAge })
  if (refusal) return refused(refusal)

  const userinfo: Loose = await library.fetchUserInfo(configuration, tokens.access_token, claims.sub)
  if (!isAbout(userinfo, claims.sub)) return refused({ because: 'subjects-differ' })
  return signedIn({ claims, userinfo, idToken: tokens.id_token })
}

function signedIn({
  claims,
  userinfo,
  idToken,
}: {
  claims: Loose & { sub: string; iat: number }
  userinfo: Loose
  idToken: string
}): FinishOutcome {
  const person = readPerson(userinfo)
  if (!person) return refused({ because: 'person-incomplete' })
  const { sub, sid, acr, amr, selected_roleid: selectedRoleId } = claims
  return {
    kind: 'signed-in',
    person,
    roles: readRoles(userinfo),
    ...(typeof selectedRoleId === 'string' && { selectedRoleId }),
    organisations: readOrganisations(userinfo),
    session: { sid: typeof sid === 'string' ? sid : undefined, sub, idToken, signedInAt: new Date(claims.iat * 1000) },
    assurance: {
      authentication: assuranceLevel(claims.authentication_assurance_level),
      identity: assuranceLevel(claims.id_assurance_level),
      ...(typeof acr === 'string' && { acr }),
      authenticators: Array.isArray(amr) ? amr.filter((one) => typeof one === 'string') : [],
    },
  }
}
