import type { ApiReply, ApiRequest } from '../api-request.ts'
import type { SpineRecords } from '../spine-records.ts'
import type { AccessTokens } from './access-tokens.ts'
import { checkAssertion } from './check-assertion.ts'
import { readAssertion } from './read-assertion.ts'
import { TOKEN_REFUSALS, type TokenRefusal } from './token-refusals.ts'

export const TOKEN_PATH = '/oauth2/token'

export type TokenDeps = { records: () => SpineRecords; tokens: AccessTokens; now: () => Date; newId: () => string }

const JSON_TYPE = { 'content-type': 'application/json', 'cache-control': 'no-store' }
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The platform's token endpoint, for applications without a user: a signed assertion for an access token. */
export function answerToken(deps: TokenDeps, request: ApiRequest, body: string): ApiReply {
  if (request.path !== '') return { status: 404, headers: JSON_TYPE, body: { error: 'not_found', message_id: deps.newId() } }
  if (request.method !== 'POST')
    return { status: 405, headers: { ...JSON_TYPE, allow: 'POST' }, body: { error: 'method_not_allowed', message_id: deps.newId() } }

  const read = readForm(request, body)
  if ('refused' in read) return refuse(deps, read.refused)
  const moment = deps.now().getTime()
  const checked = checkAssertion(read.assertion, {
    nowSeconds: Math.floor(moment / 1000),
    tokenUrl: `${request.origin}${TOKEN_PATH}`,
    application: deps.records().application,
    isUsed: deps.tokens.isUsed,
  })
  if ('refused' in checked) return refuse(deps, checked.refused)

  const { apiKey } = checked.application
  deps.tokens.markUsed(apiKey, String(read.assertion.claims.jti))
  const { text, expiresInSeconds } = deps.tokens.issue(apiKey)
  // Both numbers are written as text, as the platform does.
  const granted = { access_token: text, expires_in: String(expiresInSeconds), token_type: 'Bearer', issued_at: String(moment) }
  return { status: 200, headers: JSON_TYPE, body: granted }
}

function readForm({ headers }: ApiRequest, body: string) {
  const refused = (refused: TokenRefusal) => ({ refused })
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')) return refused('contentType')
  const form = new URLSearchParams(body)
  const grantType = form.get('grant_type') ?? ''
  if (grantType === '') return refused('grantTypeMissing')
  if (grantType !== 'client_credentials') return refused('grantTypeInvalid')
  if (form.get('client_assertion_type') !== ASSERTION_TYPE) return refused('assertionType')
  const text = form.get('client_assertion') ?? ''
  if (text === '') return refused('assertionMissing')
  const assertion = readAssertion(text)
  return assertion ? { assertion } : refused('assertionMalformed')
}

function refuse({ newId }: TokenDeps, name: TokenRefusal): ApiReply {
  const { status, error, description } = TOKEN_REFUSALS[name]
  return { status, headers: JSON_TYPE, body: { error, error_description: description, message_id: newId() } }
}
