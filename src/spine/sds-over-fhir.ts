import { exchange, type Fetch, type Query, toQueryString } from './http.ts'
import { identifierAt, isObject, type Loose, objectAt, objectsAt, textAt } from './loose-json.ts'
import type { OnDirectoryFault, Sds } from './sds.ts'
import { type EndpointRecord, lookUpIn } from './sds-look-up.ts'
import { type Unavailable, unavailable, unavailableAfter, unavailableFrom } from './unavailable.ts'

export type SdsOverFhirDeps = {
  fetch: Fetch
  /** Without a trailing slash: `https://api.service.nhs.uk/spine-directory/FHIR/R4`. */
  baseUrl: string
  apiKey: string
  timeoutMs: number
  now: () => Date
  newId: () => string
  onFault?: OnDirectoryFault | undefined
}

const ORGANISATION = 'https://fhir.nhs.uk/Id/ods-organization-code'
const INTERACTION = 'https://fhir.nhs.uk/Id/nhsServiceInteractionId'
const PARTY_KEY = 'https://fhir.nhs.uk/Id/nhsMhsPartyKey'
const ASID = 'https://fhir.nhs.uk/Id/nhsSpineASID'

type Of = { odsCode: string; interactionId: string }

/** Both types demand these two, where LDAP asks for a system without the interaction. */
const queryOf = ({ odsCode, interactionId }: Of): Query => [
  ['organization', `${ORGANISATION}|${odsCode}`],
  ['identifier', `${INTERACTION}|${interactionId}`],
]

/** The Spine Directory Service by its FHIR API. */
export function createSdsOverFhir(deps: SdsOverFhirDeps): Sds {
  async function systems(query: Query, signal: AbortSignal | undefined): Promise<string[] | Unavailable> {
    const devices = await search(deps, 'Device', query, signal)
    return Array.isArray(devices) ? devices.map((device) => identifierAt(device, ASID) ?? '') : devices
  }

  const directory = lookUpIn(
    {
      async endpoints(of, signal) {
        const endpoints = await search(deps, 'Endpoint', queryOf(of), signal)
        return Array.isArray(endpoints) ? endpoints.map(endpointRecord) : endpoints
      },
      systemsByPartyKey: (of, signal) => systems([...queryOf(of), ['identifier', `${PARTY_KEY}|${of.partyKey}`]], signal),
      systemsByManufacturer: (of, signal) =>
        systems([...queryOf(of), ['manufacturing-organization', `${ORGANISATION}|${of.manufacturer}`]], signal),
    },
    deps.onFault,
  )
  return { ...directory, close: async () => {} }
}

function endpointRecord(endpoint: Loose): EndpointRecord {
  return { address: textAt(endpoint, 'address'), partyKey: identifierAt(endpoint, PARTY_KEY) }
}

async function search(deps: SdsOverFhirDeps, type: 'Endpoint' | 'Device', query: Query, signal: AbortSignal | undefined) {
  try {
    const first = await searchOnce(deps, type, query, signal)
    // The directory answers "none" when its own look-up timed out, so an empty answer is asked for once more.
    return Array.isArray(first) && first.length === 0 ? await searchOnce(deps, type, query, signal) : first
  } catch (error) {
    return unavailableAfter(error)
  }
}

async function searchOnce(
  deps: SdsOverFhirDeps,
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
