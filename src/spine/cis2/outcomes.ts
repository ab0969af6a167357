import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Unavailable } from '../unavailable.ts'

/** Kept by the application between the two halves of a sign-in, where only the same browser comes to it. Plain JSON. */
export type KeptSignIn = { state: string; nonce: string; codeVerifier: string; maxAge?: number }

export type StartOutcome = { kind: 'ready'; url: string; keep: KeptSignIn } | Unavailable

export type Person = {
  uid: string
  family: string
  given: readonly string[]
  title?: string
  /** For the screen. */
  name: string
}

/** What somebody may do in one organisation, under one role profile. */
export type Role = {
  /** The role profile id. */
  roleId: string
  odsCode: OdsCode
  /** `R8001`: the job role, last part of the role code. */
  jobRoleCode?: string
  /** The same in words. */
  jobRole?: string
  /** Fine decisions of access are made by these. */
  activityCodes: readonly string[]
}

export type MemberOrganisation = { odsCode: OdsCode; name: string }

/** To be kept for as long as the session: `idToken` for signing out, `sid` for being signed out. */
export type Cis2Session = { sid: string | undefined; sub: string; idToken: string; signedInAt: Date }

export type SignedIn = {
  kind: 'signed-in'
  person: Person
  roles: readonly Role[]
  /** What was picked at CIS2. */
  selectedRoleId?: string
  organisations: readonly MemberOrganisation[]
  session: Cis2Session
  assurance: { authentication: number; identity: number; acr?: string; authenticators: readonly string[] }
}

/** What is wrong with an ID token; the claim is named, never its value. */
export type TokenFault = 'signature' | 'algorithm' | 'unknown-key' | 'malformed' | `claim ${string}`

export type SignInRefusal =
  /** Begun in another browser, or finished before: begin again. */
  | { because: 'no-such-state' }
  | { because: 'denied-by-user' }
  /** CIS2 ended it with another error of OpenID Connect. */
  | { because: 'ended-by-cis2'; error: string }
  /** The code came too late, or was used before. */
  | { because: 'code-refused' }
  | { because: 'token-invalid'; fault: TokenFault }
  | { because: 'assurance-too-low' }
  | { because: 'identity-assurance-too-low' }
  /** ID token and userinfo are of two people. */
  | { because: 'subjects-differ' }
  /** CIS2 says too little of the person to name them in a request (CON-05). */
  | { because: 'person-incomplete' }

export type FinishOutcome = SignedIn | ({ kind: 'refused' } & SignInRefusal) | Unavailable

export type SignOutOutcome = { kind: 'ready'; url: string } | Unavailable

export type LogoutFault = 'malformed' | 'algorithm' | 'signature' | 'unknown-key' | 'used-twice' | `claim ${string}`

/** 200 is answered for `end`, 400 for `refused`. */
export type BackChannelOutcome =
  | { kind: 'end'; sid: string | undefined; sub: string | undefined; issuedAt: Date }
  | { kind: 'refused'; fault: LogoutFault }
  | Unavailable
