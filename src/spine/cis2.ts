import { createBackChannelCheck } from './cis2/back-channel-logout.ts'
import { connectToCis2 } from './cis2/connection.ts'
import { type FinishSignIn, finishSignIn } from './cis2/finish-sign-in.ts'
import type { BackChannelOutcome, FinishOutcome, SignOutOutcome, StartOutcome } from './cis2/outcomes.ts'
import { type Cis2Settings, checkCis2Settings } from './cis2/settings.ts'
import { type StartSignIn, signOutUrl, startSignIn } from './cis2/start-sign-in.ts'

/**
 * Staff sign in with Care Identity (CIS2): OpenID Connect, code flow with PKCE. The application keeps a session of its own,
 * and ends it after its own time without a touch, when the user signs out, and when CIS2 says so (`checkBackChannelLogout`).
 */
export type Cis2 = {
  startSignIn: (request?: StartSignIn) => Promise<StartOutcome>
  finishSignIn: (callback: FinishSignIn) => Promise<FinishOutcome>
  signOutUrl: (session: { idToken: string; state?: string }) => Promise<SignOutOutcome>
  /** `end` ends what is named; only then is the token used up. Without it, to be named is enough. */
  checkBackChannelLogout: (
    logoutToken: string,
    end?: (named: Extract<BackChannelOutcome, { kind: 'end' }>) => Promise<void>,
  ) => Promise<BackChannelOutcome>
}

/** Throws a ConfigError for settings that cannot work. Nothing is sent yet. */
export function createCis2(settings: Cis2Settings): Cis2 {
  checkCis2Settings(settings)
  const connection = connectToCis2(settings)
  return {
    startSignIn: (request) => startSignIn(connection, request),
    finishSignIn: (callback) => finishSignIn(connection, callback),
    signOutUrl: (session) => signOutUrl(connection, session),
    checkBackChannelLogout: createBackChannelCheck(connection),
  }
}
