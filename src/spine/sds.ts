import { type Asid, parseAsid } from '../nhs/asid.ts'
import type { InteractionId } from '../nhs/interaction-ids.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { exchange, type Fetch, type Query, toQueryString } from './http.ts'
import { identifierAt, isObject, type Loose, objectAt, objectsAt, textAt } from './loose-json.ts'
import { type Unavailable, unavailable, unavailableAfter, unavailableFrom } from './unavailable.ts'

/** Where a practice's system is found: `serviceRoot` exactly as the directory has it, for the SSP compares it byte for byte. */
export type SpineAddress = { serviceRoot: string; asid: Asid; partyKey: string }

export type SdsOutcome = ({ kind: 'found' } & SpineAddress) | { kind: 'not-enabled' } | Unavailable

export type Sds = {
  /** CON-04: who serves this interaction for this practice. Every call asks anew; keep the answer for one session only. */
  lookUp: (of: { odsCode: OdsCode; interactionId: InteractionId; signal?: AbortSignal | undefined }) => Promise<SdsOutcome>
}

export type SdsDeps = {
  fetch: Fetch
  /** Without a trailing slash: `https://api.service.nhs.uk/spine-directory/FHIR/R4`. */
  baseUrl: string
  apiKey: string
  timeoutMs: number
  now: () => Date
  newId: () => string
}

const ORGANISATION = 'https://fhir.nhs.uk/Id/ods-organization-code'
const INTERACTION = 'https://fhir.nhs.uk/Id/nhsServiceInteractionId'
const PARTY_KEY = 'https://fhir.nhs.uk/Id/nhsMhsPartyKey'
const ASID = 'https://fhir.nhs.uk/Id/nhsSpineASID'

/** The Spine Directory Service by its FHIR API. */
export function createSds(deps: SdsDeps): Sds {
  return {
    async lookUp({ odsCode, interactionId, signal }) {
      const query: Query = [
        ['organization', `${ORGANISATION}|${odsCode}`],
        ['identifier', `${INTERACTION}|${interactionId}`],
      ]
      try {
        const endpoints = await search(deps, 'Endpoint', query, signal)
        if (!Array.isArray(endpoints)) return endpoints
        // More than one is a fault in the directory; an endpoint without address serves nobody.
        const endpoint = endpoints.find((candidate) => textAt(candidate, 'address') !== undefined)
        const serviceRoot = textAt(endpoint, 'address')
        if (serviceRoot === undefined) return { kind: 'not-enabled' }
        const partyKey = identifierAt(endpoint, PARTY_KEY)
        if (partyKey === undefined) return unavailable('unexpected-answer')

        // Without the party key the directory may answer with a consumer system's ASID at the same practice.
        const devices = await search(deps, 'Device', [...query, ['identifier', `${PARTY_KEY}|${partyKey}`]], signal)
        if (!Array.isArray(devices)) return devices
        if (devices.length === 0) return { kind: 'not-enabled' }
        const asid = parseAsid(identifierAt(devices[0], ASID) ?? '')
        return asid === undefined ? unavailable('unexpected-answer') : { kind: 'found', serviceRoot, asid, partyKey }
      } catch (error) {
        return unavailableAfter(error)
      }
    },
  }
}

async function search(deps: SdsDeps, type: 'Endpoint' | 'Device', query: Query, signal: AbortSignal | undefined) {
  const first = await searchOnce(deps, type, query, signal)
  // The directory answers "none" when its own look-up timed out, so an empty answer is asked for once more.
  return Array.isArray(first) && first.length === 0 ? searchOnce(deps, type, query, signal) : first
}

async function searchOnce(
  deps: SdsDeps,
  type: 'Endpoint' | 'Device',
  query: Query,
  signal: AbortSignal | undefined,
): Promise<Loose[] | Unavailable> {
  const answer = await exchange(deps, {
    method: 'GET',
    url: `${deps.baseUrl}/${type}${toQueryString(query)}`,
    headers: {
      Accept: 'application/fhir+json',
      apikey: deps.apiKey,
      'X-Correlation-Id': deps.newId(),
      // The gateway keeps answers for half an hour; each encounter asks afresh (CON-04).
      'Cache-Control': 'no-cache',
    },
    timeoutMs: deps.timeoutMs,
    signal,
  })
  if (answer.status !== 200) return unavailableFrom(answer, deps.now())

  const bundle = answer.body.kind === 'json' ? answer.body.value : undefined
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle') return unavailable('unexpected-answer')
  return objectsAt(bundle, 'entry')
    .map((entry) => objectAt(entry, 'resource'))
    .filter((resource) => resource !== undefined)
    .filter((resource) => resource.resourceType === type)
}
