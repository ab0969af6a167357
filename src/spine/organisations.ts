import type { OdsCode } from '../nhs/ods-code.ts'
import { type HttpAnswer, type Query, toQueryString } from './http.ts'
import { isObject, objectAt, objectsAt } from './loose-json.ts'
import { decodeOrganisation, type Organisation } from './organisations-resource.ts'
import { exchangeAgain, type RetryDeps, setDeadline } from './retry.ts'
import { type Unavailable, unavailable, unavailableAfter, unavailableFrom } from './unavailable.ts'

export type OrganisationOutcome = { kind: 'found'; organisation: Organisation } | { kind: 'not-found' } | Unavailable

export type OrganisationSearch = {
  /** How the name begins: three characters or more. */
  name?: string
  /** How the postcode begins: two characters or more. */
  postalCode?: string
  /** Only those with one of these ODS roles, such as `RO76`, a GP practice. */
  roles?: readonly string[]
  openOnly?: boolean
  /** 20 where it is not set. */
  most?: number
  signal?: AbortSignal | undefined
}

export type OrganisationSearchOutcome =
  /** `more`: there are others, which `most` left out. */
  | { kind: 'found'; organisations: readonly Organisation[]; more: boolean }
  | { kind: 'invalid-search'; because: 'nothing-asked' | 'name-length' | 'postcode-length' | 'refused' }
  | Unavailable

export type Organisations = {
  find: (odsCode: OdsCode, options?: { signal?: AbortSignal | undefined }) => Promise<OrganisationOutcome>
  search: (search: OrganisationSearch) => Promise<OrganisationSearchOutcome>
}

export type OrganisationsDeps = RetryDeps & {
  /** Without a trailing slash: `https://api.service.nhs.uk/organisation-data-terminology-api/fhir`. */
  baseUrl: string
  apiKey: string
  /** For all the pages of a search together, retries included. */
  timeoutMs: number
}

const DEFAULT_MOST = 20
/** Far below the size at which the API refuses to answer. */
const PAGE = 100
const LONGEST_NAME = 100

/** The Organisation Data Service, by its terminology API (FHIR R4). What it says may lag behind the practice's own word. */
export function createOrganisations(deps: OrganisationsDeps): Organisations {
  return {
    async find(odsCode, { signal } = {}) {
      const deadline = setDeadline(deps.timeoutMs, signal)
      try {
        const answer = await exchangeAgain(deps, requestFor(deps, `/${odsCode}`, signal), deadline)
        // Its errors are HAPI's, without any code to rely on: the status decides. 410 is an organisation that was taken out.
        if (answer.status === 404 || answer.status === 410) return isFhir(answer) ? { kind: 'not-found' } : unavailable('unexpected-answer')
        if (answer.status !== 200) return refusedBy(deps, answer)
        const organisation = decodeOrganisation(bodyOf(answer))
        return organisation?.odsCode === odsCode ? { kind: 'found', organisation } : unavailable('unexpected-answer')
      } catch (error) {
        return unavailableAfter(error)
      } finally {
        deadline.end()
      }
    },

    async search(search) {
      const because = faultOf(search)
      if (because) return { kind: 'invalid-search', because }
      const deadline = setDeadline(deps.timeoutMs, search.signal)
      try {
        return await searchPages(deps, search, deadline)
      } catch (error) {
        return unavailableAfter(error)
      } finally {
        deadline.end()
      }
    },
  }
}

function faultOf({ name, postalCode }: OrganisationSearch) {
  if (name === undefined && postalCode === undefined) return 'nothing-asked'
  const length = name?.trim().length
  if (length !== undefined && (length < 3 || length > LONGEST_NAME)) return 'name-length'
  return postalCode !== undefined && postalCode.trim().length < 2 ? 'postcode-length' : undefined
}

async function searchPages(
  deps: OrganisationsDeps,
  search: OrganisationSearch,
  deadline: ReturnType<typeof setDeadline>,
): Promise<OrganisationSearchOutcome> {
  const { most = DEFAULT_MOST, signal } = search
  const organisations = new Map<OdsCode, Organisation>()
  for (let offset = 0; ; ) {
    // One more than is wanted, which tells whether there are more.
    const count = Math.min(PAGE, most + 1 - organisations.size)
    const query = toQueryString([...queryOf(search), ['_count', String(count)], ['_offset', String(offset)]])
    const answer = await exchangeAgain(deps, requestFor(deps, query, signal), deadline)
    if (answer.status === 400) return { kind: 'invalid-search', because: 'refused' }
    if (answer.status !== 200) return refusedBy(deps, answer)
    const bundle = bodyOf(answer)
    if (bundle?.resourceType !== 'Bundle') return unavailable('unexpected-answer')

    const entries = objectsAt(bundle, 'entry')
    for (const entry of entries) {
      const organisation = decodeOrganisation(objectAt(entry, 'resource'))
      if (organisation) organisations.set(organisation.odsCode, organisation)
    }
    offset += entries.length
    // The server may send fewer than it was asked for, so only an empty page or its own word is the end.
    const isEnd = entries.length === 0 || !objectsAt(bundle, 'link').some(({ relation }) => relation === 'next')
    if (isEnd || organisations.size > most) {
      return { kind: 'found', organisations: [...organisations.values()].slice(0, most), more: organisations.size > most }
    }
  }
}

function queryOf({ name, postalCode, roles = [], openOnly }: OrganisationSearch): Query {
  return [
    ...(name === undefined ? [] : [['name', name.trim()] as const]),
    ...(postalCode === undefined ? [] : [['address-postalcode', postalCode.trim()] as const]),
    ...(roles.length === 0 ? [] : [['roleCode', roles.join(',')] as const]),
    ...(openOnly ? [['active', 'true'] as const] : []),
  ]
}

function requestFor({ baseUrl, apiKey }: OrganisationsDeps, rest: string, signal: AbortSignal | undefined) {
  return { url: `${baseUrl}/Organization${rest}`, headers: { Accept: 'application/fhir+json', apikey: apiKey }, signal }
}

function refusedBy({ now }: OrganisationsDeps, answer: HttpAnswer): Unavailable {
  const outcome = unavailableFrom(answer, now())
  return outcome.reason === 'not-authorised' ? { ...outcome, fault: answer.status === 401 ? 'api-key-refused' : 'not-permitted' } : outcome
}

function bodyOf({ body }: HttpAnswer) {
  return body.kind === 'json' && isObject(body.value) ? body.value : undefined
}

function isFhir(answer: HttpAnswer): boolean {
  return bodyOf(answer)?.resourceType === 'OperationOutcome'
}
