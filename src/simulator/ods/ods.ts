import { type ApiReply, type ApiRequest, headerOf } from '../api-request.ts'
import { FHIR_JSON, odsOutcome } from './ods-outcomes.ts'
import type { OrganisationRecord } from './organisation-record.ts'
import { toOrganizationResource } from './organization-resource.ts'
import { searchOrganisations } from './search-organisations.ts'

export const ODS_BASE_PATH = '/organisation-data-terminology-api/fhir'

export type OdsDeps = { organisations: () => readonly OrganisationRecord[] }

const DEFAULT_COUNT = 20
/** No figure is published; HAPI cuts a page at the server's own limit without a word. */
const LARGEST_PAGE = 100

/** The organisation terminology API: what ODS knows of an organisation, by its code or by a search. */
export function answerOds(deps: OdsDeps, request: ApiRequest): ApiReply {
  const { method, path, headers } = request
  if (headerOf(headers, 'apikey') === undefined) return withoutKey()
  const [, type, id, ...below] = path.split('/')
  if (type !== 'Organization' || below.length > 0) return odsOutcome(404, `HAPI-0302: Unknown resource type '${type ?? ''}'`)
  if (method !== 'GET') return odsOutcome(405, `HAPI-0427: ${method} is not allowed here`)

  const organisations = deps.organisations()
  if (id === undefined || id === '') return search(organisations, request)
  const organisation = organisations.find(({ odsCode }) => odsCode === id)
  if (!organisation) return odsOutcome(404, `HAPI-2001: Resource Organization/${id} is not known`)
  return { status: 200, headers: { ...FHIR_JSON, etag: 'W/"1"' }, body: toOrganizationResource(organisation) }
}

/** The platform's own words: the API behind is not asked. */
function withoutKey(): ApiReply {
  const fault = {
    faultstring: 'Failed to resolve API Key variable request.header.apikey',
    detail: { errorcode: 'steps.oauth.v2.FailedToResolveAPIKey' },
  }
  return { status: 401, headers: { 'content-type': 'application/json' }, body: { fault } }
}

function search(organisations: readonly OrganisationRecord[], { query, origin }: ApiRequest): ApiReply {
  const count = wholeNumber(query.get('_count'), DEFAULT_COUNT)
  const offset = wholeNumber(query.get('_offset'), 0)
  if (count === undefined || offset === undefined) return odsOutcome(400, 'Invalid _count or _offset: a whole number is needed')
  const found = searchOrganisations(organisations, query)
  if (!Array.isArray(found)) return found

  const bundle = { resourceType: 'Bundle', type: 'searchset', total: found.length }
  if (query.get('_summary') === 'count') return { status: 200, headers: FHIR_JSON, body: bundle }
  const base = `${origin}${ODS_BASE_PATH}/Organization`
  const entry = found.slice(offset, offset + Math.min(count, LARGEST_PAGE)).map((organisation) => ({
    fullUrl: `${base}/${organisation.odsCode}`,
    resource: toOrganizationResource(organisation),
    search: { mode: 'match' },
  }))
  const link = [{ relation: 'self', url: `${base}?${query}` }]
  if (entry.length > 0 && offset + entry.length < found.length) {
    const next = new URLSearchParams(query)
    next.set('_offset', String(offset + entry.length))
    link.push({ relation: 'next', url: `${base}?${next}` })
  }
  return { status: 200, headers: FHIR_JSON, body: { ...bundle, link, ...(entry.length > 0 && { entry }) } }
}

function wholeNumber(text: string | null, otherwise: number): number | undefined {
  if (text === null) return otherwise
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined
}
