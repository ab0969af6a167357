import { formatLocalDateTime } from '../../nhs/local-time.ts'
import { parseNhsNumber } from '../../nhs/nhs-number.ts'
import { type ApiReply, type ApiRequest, headerOf } from '../api-request.ts'
import type { SpineRecords } from '../spine-records.ts'
import { toFoundPatientResource, toPatientResource } from './patient-resource.ts'
import { pdsOutcome } from './pds-outcomes.ts'
import { readSearchCriteria } from './search-criteria.ts'
import { searchPeople } from './search-people.ts'

export const PDS_BASE_PATH = '/personal-demographics/FHIR/R4'

const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/
const FHIR_JSON = { 'content-type': 'application/fhir+json' }

export type PdsDeps = { records: () => SpineRecords; now: () => Date }

function retrieve({ records }: PdsDeps, id: string): ApiReply {
  const nhsNumber = parseNhsNumber(id)
  if (nhsNumber === undefined) return pdsOutcome('INVALID_RESOURCE_ID')

  const asked = records().person(nhsNumber)
  // The caller learns of a merge by the id alone: it is not the one asked for.
  const person = asked?.supersededBy === undefined ? asked : records().person(asked.supersededBy)
  if (!person) return pdsOutcome('RESOURCE_NOT_FOUND')
  if (person.invalidated) return pdsOutcome('INVALIDATED_RESOURCE')
  return { status: 200, headers: { ...FHIR_JSON, etag: `W/"${person.version}"` }, body: toPatientResource(person) }
}

function search({ records, now }: PdsDeps, request: ApiRequest): ApiReply {
  const criteria = readSearchCriteria(request.query)
  if ('refusal' in criteria) return criteria.refusal

  const moment = now()
  const found = searchPeople(records().people, criteria, formatLocalDateTime(moment).slice(0, 10))
  if (found.length > criteria.maxResults) return pdsOutcome('TOO_MANY_MATCHES')

  const entry = found.map(({ person, score }) => ({
    fullUrl: `${request.origin}${PDS_BASE_PATH}/Patient/${person.nhsNumber}`,
    search: { score },
    resource: toFoundPatientResource(person),
  }))
  const timestamp = `${moment.toISOString().slice(0, 19)}+00:00`
  const bundle = { resourceType: 'Bundle', type: 'searchset', timestamp, total: entry.length }
  // Nothing found is no empty list but no list at all.
  return { status: 200, headers: FHIR_JSON, body: entry.length === 0 ? bundle : { ...bundle, entry } }
}

/** What the platform judges before PDS sees anything. */
function refuseAtGateway({ method, path, query, headers }: ApiRequest): ApiReply | undefined {
  const refuse = (name: Parameters<typeof pdsOutcome>[0], diagnostics: string) => pdsOutcome(name, { diagnostics, by: 'gateway' })
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

function answer(deps: PdsDeps, request: ApiRequest): ApiReply {
  const refusal = refuseAtGateway(request)
  if (refusal) return refusal
  // Only the format is judged by the gateway; that the header is there at all, by PDS.
  if (headerOf(request.headers, 'x-request-id') === undefined) {
    const diagnostics = 'Invalid request with error - X-Request-ID header must be supplied to access this resource'
    return pdsOutcome('MISSING_VALUE', { diagnostics })
  }

  const [id, ...below] = request.path.split('/').slice(2)
  if (id === undefined) return search(deps, request)
  return id === '' || below.length > 0 ? pdsOutcome('UNSUPPORTED_SERVICE') : retrieve(deps, id)
}

/** The Personal Demographics Service: open as its sandbox is, and application-restricted. */
export function answerPds(deps: PdsDeps, request: ApiRequest): ApiReply {
  const reply = answer(deps, request)
  const mirrored = {
    'x-request-id': headerOf(request.headers, 'x-request-id'),
    'x-correlation-id': headerOf(request.headers, 'x-correlation-id'),
  }
  return { ...reply, headers: { ...reply.headers, ...mirrored } }
}
