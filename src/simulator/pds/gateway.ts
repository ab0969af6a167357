import { type ApiReply, type ApiRequest, headerOf } from '../api-request.ts'
import type { SpineRecords } from '../spine-records.ts'
import type { AccessTokens } from '../token/access-tokens.ts'
import { pdsOutcome } from './pds-outcomes.ts'
import type { Exceeded, RateLimit } from './rate-limit.ts'

export type GatewayDeps = { records: () => SpineRecords; tokens: AccessTokens; limit: RateLimit }

const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/

const refuse = (name: Parameters<typeof pdsOutcome>[0], diagnostics: string) => pdsOutcome(name, { diagnostics, by: 'gateway' })

/** What the platform judges before PDS sees anything: token, rate, path, request id, what the access mode allows, ASID. */
export function refuseAtGateway({ records, tokens, limit }: GatewayDeps, request: ApiRequest): ApiReply | undefined {
  const { pds, application } = records()
  const caller = pds.requiresToken ? callerOf(request, tokens) : { apiKey: '' }
  if ('fault' in caller) return refuse('ACCESS_DENIED', caller.fault)

  const exceeded = limit(caller.apiKey, pds)
  if (exceeded) return refuse('TOO_MANY_REQUESTS', exceededText(exceeded))
  return refuseRequest(request) ?? (pds.requiresToken && application(caller.apiKey)?.asid === undefined ? noAsid() : undefined)
}

function callerOf({ headers }: ApiRequest, tokens: AccessTokens): { apiKey: string } | { fault: string } {
  const { authorization } = headers
  if (authorization === undefined) return { fault: 'Missing Authorization header' }
  if (authorization.trim() === '') return { fault: 'Empty Authorization header' }
  const [type = '', token = ''] = authorization.trim().split(/\s+/)
  if (type !== 'Bearer') return { fault: `Invalid token type '${type}', must be 'Bearer'` }
  if (token === '') return { fault: 'Missing access token' }
  const apiKey = tokens.ownerOf(token)
  return apiKey === undefined ? { fault: 'Invalid Access Token' } : { apiKey }
}

// That there are such variants is published; the words are ours.
function exceededText(exceeded: Exceeded): string {
  return exceeded === 'spike'
    ? 'The application sent too many requests at once. Reduce their frequency.'
    : 'The application has used up its quota of requests a minute.'
}

const noAsid = () => refuse('MISSING_VALUE', 'No ASID is associated with your app. Please contact support.')

function refuseRequest({ method, path, query, headers }: ApiRequest): ApiReply | undefined {
  if (path !== '/Patient' && !path.startsWith('/Patient/')) return refuse('UNSUPPORTED_REQUEST', `Unsupported path - '${path}'`)

  const requestId = headerOf(headers, 'x-request-id')
  if (requestId !== undefined && !UUID.test(requestId))
    return refuse('INVALID_VALUE', `Invalid value - '${requestId}' in header 'X-Request-ID'`)
  if (method !== 'GET') {
    return refuse('INVALID_METHOD', 'Your app has insufficient permissions to use this method. Please contact support.')
  }
  // Application-restricted access: one result or none. Who else may ask for more is told by their token.
  if (path === '/Patient' && query.size > 0 && (query.get('_max-results') ?? '1') !== '1') {
    return refuse('MORE_THAN_ONE_RESULT_ASKED_FOR', 'Your app has insufficient permissions to perform this search. Please contact support.')
  }
  return undefined
}
