import { formatLocalDateTime } from '../../nhs/local-time.ts'
import { parseNhsNumber } from '../../nhs/nhs-number.ts'
import { type ApiReply, type ApiRequest, headerOf } from '../api-request.ts'
import { type GatewayDeps, refuseAtGateway } from './gateway.ts'
import { toFoundPatientResource, toPatientResource } from './patient-resource.ts'
import { pdsOutcome } from './pds-outcomes.ts'
import { readSearchCriteria } from './search-criteria.ts'
import { searchPeople } from './search-people.ts'

export const PDS_BASE_PATH = '/personal-demographics/FHIR/R4'

const FHIR_JSON = { 'content-type': 'application/fhir+json' }

export type PdsDeps = GatewayDeps & { now: () => Date }

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

function answer(deps: PdsDeps, request: ApiRequest): ApiReply {
  const refusal = refuseAtGateway(deps, request)
  if (refusal) return refusal
  // Only the format is judged by the gateway; that the header is there at all, by PDS.
  if (headerOf(request.headers, 'x-request-id') === undefined) {
    const diagnostics = 'Invalid request with error - X-Request-ID header must be supplied to access this resource'
    return pdsOutcome('MISSING_VALUE', { diagnostics })
  }
  if (deps.records().pds.backend === 'times-out') return pdsOutcome('UNABLE_TO_CALL_SERVICE')

  const [id, ...below] = request.path.split('/').slice(2)
  if (id === undefined) return search(deps, request)
  return id === '' || below.length > 0 ? pdsOutcome('UNSUPPORTED_SERVICE') : retrieve(deps, id)
}

/** The Personal Demographics Service, application-restricted: open as its sandbox is, or by access token. */
export function answerPds(deps: PdsDeps, request: ApiRequest): ApiReply {
  const reply = answer(deps, request)
  const mirrored = {
    'x-request-id': headerOf(request.headers, 'x-request-id'),
    'x-correlation-id': headerOf(request.headers, 'x-correlation-id'),
  }
  return { ...reply, headers: { ...reply.headers, ...mirrored } }
}
