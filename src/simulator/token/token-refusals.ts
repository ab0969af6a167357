const JWT = 'in client_assertion JWT'

type Row = { status: number; error: string; description: string }

/** What the token endpoint refuses, by our name for the situation, in its own words. */
export const TOKEN_REFUSALS = {
  contentType: { status: 415, error: 'invalid_request', description: 'Content-Type header must be application/x-www-form-urlencoded' },
  grantTypeMissing: { status: 400, error: 'invalid_request', description: 'grant_type is missing' },
  grantTypeInvalid: { status: 400, error: 'unsupported_grant_type', description: 'grant_type is invalid' },
  assertionType: {
    status: 400,
    error: 'invalid_request',
    description: "Missing or invalid client_assertion_type - must be 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'",
  },
  assertionMissing: { status: 400, error: 'invalid_request', description: 'Missing client_assertion' },
  assertionMalformed: { status: 400, error: 'invalid_request', description: 'Malformed JWT in client_assertion' },

  alg: {
    status: 400,
    error: 'invalid_request',
    description: `Invalid 'alg' header ${JWT} - unsupported JWT algorithm - must be 'RS512'`,
  },
  expired: { status: 400, error: 'invalid_request', description: `Invalid 'exp' claim ${JWT} - JWT has expired` },
  kidMissing: { status: 400, error: 'invalid_request', description: `Missing 'kid' header ${JWT}` },
  typ: { status: 400, error: 'invalid_request', description: `Invalid 'typ' header ${JWT} - must be 'JWT'` },
  expMissing: { status: 400, error: 'invalid_request', description: `Missing 'exp' claim ${JWT}` },
  expNotInteger: { status: 400, error: 'invalid_request', description: `Invalid 'exp' claim ${JWT} - must be an integer` },
  issSub: { status: 400, error: 'invalid_request', description: `Missing or non-matching 'iss'/'sub' claims ${JWT}` },
  jtiMissing: { status: 400, error: 'invalid_request', description: `Missing 'jti' claim ${JWT}` },
  jtiNotString: {
    status: 400,
    error: 'invalid_request',
    description: `Invalid 'jti' claim ${JWT} - must be a unique string value such as a GUID`,
  },
  jtiUsed: { status: 400, error: 'invalid_request', description: `Non-unique 'jti' claim ${JWT}` },
  expTooFar: { status: 400, error: 'invalid_request', description: `Invalid 'exp' claim ${JWT} - more than 5 minutes in future` },

  apiKeyUnknown: { status: 401, error: 'invalid_request', description: `Invalid 'iss'/'sub' claims ${JWT}` },
  // Published by status and error alone; the words are ours.
  notApproved: { status: 401, error: 'access_denied', description: 'The application of this API key is not approved, or was revoked' },
  noScope: { status: 401, error: 'unauthorized_client', description: 'The application has no scope for any API' },
  noPublicKey: { status: 403, error: 'public_key error', description: 'The application has no public key registered' },
  keysUnreachable: {
    status: 403,
    error: 'public_key error',
    description: "The JWKS endpoint, for your client_assertion can't be reached",
  },
  kidUnknown: { status: 401, error: 'invalid_request', description: `Invalid 'kid' header ${JWT} - no matching public key` },
  audience: { status: 401, error: 'invalid_request', description: `Missing or invalid 'aud' claim ${JWT}` },
  signature: { status: 401, error: 'public_key error', description: 'JWT signature verification failed' },
} as const satisfies Record<string, Row>

export type TokenRefusal = keyof typeof TOKEN_REFUSALS
