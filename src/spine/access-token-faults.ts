/** Why a service lets this system not in, in words for whoever sets it up. Waiting mends none of them. */
export const ACCESS_FAULTS = {
  // What the token endpoint finds wrong with a client assertion, in the order in which it looks
  'algorithm-refused': 'The token endpoint takes assertions signed by RS512 only.',
  'assertion-expired': 'The token endpoint holds the assertion for expired: the clock of this machine is slow.',
  'key-id-missing': 'The assertion names no key: set the key id.',
  'type-refused': 'The token endpoint wants a JWT by its header.',
  'expiry-refused': 'The token endpoint holds the assertion for one that lasts too long: the clock of this machine is fast.',
  'issuer-refused': 'The assertion does not name this system twice alike.',
  'assertion-id-refused': 'The token endpoint does not take the id of the assertion.',
  'assertion-used-twice': 'The token endpoint has seen this assertion before.',
  'api-key-unknown': 'The token endpoint does not know the API key: is it of this environment?',
  'not-approved': 'The application is not approved, or its approval was withdrawn.',
  'public-key-missing': 'No public key is registered for the application.',
  'public-key-unreachable': 'The registered address of the public keys cannot be reached.',
  'key-id-unknown': 'No registered public key has this key id. A key registered in the last hour may not be known yet.',
  'audience-refused': 'The assertion is not addressed to this token endpoint: its URL has to be written as the platform writes it.',
  'signature-refused': 'The private key does not belong to the public key registered under this key id.',
  'api-not-granted': 'The application has not been granted this API.',
  'token-request-refused': 'The token endpoint refused the request for another reason.',

  // What a service behind the platform finds wrong
  'token-missing': 'The service wants an access token, and none is configured.',
  'token-refused': 'The service does not take the access token: is the token URL of the same environment?',
  'asid-missing': 'The application is registered without an ASID.',
  'not-permitted': 'The application may not do this.',
  'api-key-refused': 'The service does not take the API key.',
} as const satisfies Record<string, string>

export type AccessFault = keyof typeof ACCESS_FAULTS

/** By the endpoint's own words, for of most checks its `error` says nothing. */
const BY_DESCRIPTION: readonly (readonly [RegExp, AccessFault])[] = [
  [/'alg' header/, 'algorithm-refused'],
  [/'exp' claim.*expired/, 'assertion-expired'],
  [/'kid' header.*no matching/, 'key-id-unknown'],
  [/'kid' header/, 'key-id-missing'],
  [/'typ' header/, 'type-refused'],
  [/'exp' claim/, 'expiry-refused'],
  [/Non-unique 'jti'/, 'assertion-used-twice'],
  [/'jti' claim/, 'assertion-id-refused'],
  [/non-matching 'iss'/, 'issuer-refused'],
  [/'iss'\/'sub' claims/, 'api-key-unknown'],
  [/'aud' claim/, 'audience-refused'],
  [/signature/, 'signature-refused'],
  [/JWKS endpoint/, 'public-key-unreachable'],
  [/public key/i, 'public-key-missing'],
]

const BY_ERROR: Readonly<Record<string, AccessFault>> = {
  access_denied: 'not-approved',
  unauthorized_client: 'api-not-granted',
  'public_key error': 'public-key-missing',
}

export function tokenEndpointFault({ error = '', description = '' }: { error?: string; description?: string }): AccessFault {
  const described = BY_DESCRIPTION.find(([words]) => words.test(description))?.[1]
  return described ?? BY_ERROR[error] ?? 'token-request-refused'
}
