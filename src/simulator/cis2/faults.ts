/** What the simulated CIS2 can be told to do wrong, from the next sign-in on, so that a client's checks can be seen to work. */
export type Cis2Faults = {
  /** Set in every ID token, whatever else it would say: another audience, nonce or issuer, an assurance level as text, an expiry gone by. */
  claims?: Readonly<Record<string, unknown>>
  /** Left out of every ID token. `acr` is missing in reality, too. */
  withoutClaims?: readonly string[]
  /** `unpublished`: by a key, and under a key id, that the JWKS has not; `wrong-key`: by that key under the right key id. */
  signature?: 'none' | 'unpublished' | 'wrong-key' | 'RS512'
  /** How fast CIS2's clock runs; slow where negative. */
  clockSkewSeconds?: number
  /** Set in every answer of userinfo: another `sub`, no roles. */
  userinfo?: Readonly<Record<string, unknown>>
}
