import { type ApiReply, type ApiRequest, headerOf } from '../api-request.ts'
import type { SpineRecords } from '../spine-records.ts'
import type { LookUpAsked, SdsFaults } from './sds-faults.ts'
import { sdsOutcome } from './sds-outcomes.ts'
import { type DeviceQuery, type EndpointQuery, readDeviceQuery, readEndpointQuery } from './sds-query.ts'
import { type DirectoryResource, toDeviceResource, toEndpointResource } from './sds-resources.ts'

export const SDS_BASE_PATH = '/spine-directory/FHIR/R4'

const UUID_PATTERN = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'
const UUID = new RegExp(UUID_PATTERN)

export type SdsDeps = { records: () => SpineRecords; newId: () => string; faults?: SdsFaults | undefined }

/** Without a party key this may well find the ASID of a consumer at a practice that also provides. */
function findDevices({ records, newId }: SdsDeps, { odsCode, interaction, partyKey, manufacturer }: DeviceQuery): DirectoryResource[] {
  return records()
    .asRecords(odsCode)
    .filter(
      (record) =>
        record.interactions.includes(interaction) &&
        (partyKey === undefined || record.partyKey === partyKey) &&
        (manufacturer === undefined || record.manufacturer === manufacturer),
    )
    .map((record) => toDeviceResource(record, newId()))
}

function findEndpoints({ records, newId }: SdsDeps, { odsCode, interaction, partyKey }: EndpointQuery): DirectoryResource[] {
  return records()
    .mhsRecords(odsCode === undefined ? { partyKey } : { odsCode })
    .filter(
      (record) =>
        (interaction === undefined || record.interaction === interaction) && (partyKey === undefined || record.partyKey === partyKey),
    )
    .map((record) => toEndpointResource(record, newId()))
}

type Lookup = { find: () => DirectoryResource[]; asked: LookUpAsked } | { fault: string }

function deviceLookup(deps: SdsDeps, parameters: URLSearchParams): Lookup {
  const query = readDeviceQuery(parameters)
  return 'fault' in query ? query : { find: () => findDevices(deps, query), asked: query }
}

function endpointLookup(deps: SdsDeps, parameters: URLSearchParams): Lookup {
  const query = readEndpointQuery(parameters)
  return 'fault' in query ? query : { find: () => findEndpoints(deps, query), asked: query }
}

/** The self link shows the request as it reads decoded; what cannot be decoded stays as it was sent. */
function decoded(url: string): string {
  return url.replace(/(?:%[0-9a-fA-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'))
}

function toBundle({ newId }: SdsDeps, { origin, target, path }: ApiRequest, resources: readonly DirectoryResource[]): object {
  return {
    resourceType: 'Bundle',
    id: newId(),
    type: 'searchset',
    total: resources.length,
    link: [{ relation: 'self', url: decoded(`${origin}${target}`) }],
    // Nothing found is an empty list here, where PDS leaves the list out.
    entry: resources.map((resource) => ({
      fullUrl: `${origin}${SDS_BASE_PATH}${path}/${resource.id}`,
      resource,
      search: { mode: 'match' },
    })),
  }
}

function acceptedType(accept = 'application/fhir+json'): string | undefined {
  const types = accept.split(',').map((type) => type.trim().toLowerCase())
  if (types.includes('*/*') || types.includes('application/fhir+json')) return 'application/fhir+json'
  return types.includes('application/json') ? 'application/json' : undefined
}

const FAULT_STATUS = { 'timed-out': 504, 'invalid-answer': 502, failed: 500 } as const

/** The Spine Directory Service's FHIR API: /Device for AS records, /Endpoint for MHS records. */
export function answerSds(deps: SdsDeps, request: ApiRequest): ApiReply {
  const sentId = headerOf(request.headers, 'x-correlation-id')
  const isUuid = sentId !== undefined && UUID.test(sentId)
  const correlationId = isUuid ? sentId : deps.newId()
  if (request.path !== '/Device' && request.path !== '/Endpoint') return sdsOutcome(404, correlationId)
  if (request.method !== 'GET') return sdsOutcome(405, correlationId)
  if (sentId !== undefined && !isUuid) {
    return sdsOutcome(400, correlationId, `Invalid X-Correlation-ID header. Should be an UUIDv4 matching regex '${UUID_PATTERN}'`)
  }

  const lookup = request.path === '/Device' ? deviceLookup(deps, request.query) : endpointLookup(deps, request.query)
  if ('fault' in lookup) return sdsOutcome(400, correlationId, lookup.fault)

  const type = acceptedType(headerOf(request.headers, 'accept'))
  if (type === undefined) return sdsOutcome(406, correlationId)

  const fault = deps.faults?.fhir?.(lookup.asked)
  if (fault !== undefined && fault !== 'empty') return sdsOutcome(FAULT_STATUS[fault], correlationId)
  const body = toBundle(deps, request, fault === 'empty' ? [] : lookup.find())
  return { status: 200, headers: { 'content-type': type, 'x-correlation-id': correlationId }, body }
}
