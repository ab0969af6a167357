import { unavailableAfter } from '../unavailable.ts'
import type { Cis2Connection } from './connection.ts'
import type { KeptSignIn, SignOutOutcome, StartOutcome } from './outcomes.ts'

const SCOPES = 'openid profile nhsperson nationalrbacaccess associatedorgs'
/** Of a sign-in that was asked to be fresh. */
const MAX_AGE_SECONDS = 300

export type StartSignIn = {
  /** Has CIS2 ask somebody of several roles which one is meant. */
  selectRole?: boolean
  /** Signs in anew, though a session at CIS2 may go on. Goes without saying where a role is to be picked. */
  fresh?: boolean
}

export async function startSignIn(
  connection: Cis2Connection,
  { selectRole = false, fresh = selectRole }: StartSignIn = {},
): Promise<StartOutcome> {
  try {
    const { library, configuration } = await connection.open()
    const keep: KeptSignIn = {
      state: library.randomState(),
      nonce: library.randomNonce(),
      codeVerifier: library.randomPKCECodeVerifier(),
      ...(fresh && { maxAge: MAX_AGE_SECONDS }),
    }
    const url = library.buildAuthorizationUrl(configuration, {
      redirect_uri: connection.settings.redirectUri,
      scope: selectRole ? `${SCOPES} selectedrole` : SCOPES,
      acr_values: connection.settings.acrValues,
      state: keep.state,
      nonce: keep.nonce,
      code_challenge: await library.calculatePKCECodeChallenge(keep.codeVerifier),
      code_challenge_method: 'S256',
      ...(fresh && { prompt: 'login', max_age: String(MAX_AGE_SECONDS) }),
    })
    return { kind: 'ready', url: url.href, keep }
  } catch (error) {
    return unavailableAfter(error)
  }
}

/** Where to send the browser to end the session at CIS2, too. */
export async function signOutUrl(
  connection: Cis2Connection,
  { idToken, state }: { idToken: string; state?: string },
): Promise<SignOutOutcome> {
  try {
    const { library, configuration } = await connection.open()
    const { postLogoutRedirectUri } = connection.settings
    const url = library.buildEndSessionUrl(configuration, {
      id_token_hint: idToken,
      ...(postLogoutRedirectUri !== undefined && { post_logout_redirect_uri: postLogoutRedirectUri }),
      ...(state !== undefined && { state }),
    })
    return { kind: 'ready', url: url.href }
  } catch (error) {
    return unavailableAfter(error)
  }
}
