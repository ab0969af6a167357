import { SYSTEMS } from '../fhir/urls.ts'
import type { Query } from '../spine/http.ts'
import { isA } from './bundle-reading.ts'
import { type Failure, unintelligible } from './failure.ts'
import { filterOffers, type OfferFilter } from './filter-offers.ts'
import { type Offer, offersIn } from './offer.ts'
import type { Organisation, PracticeLine } from './practice-line.ts'
import { type DateRange, searchWindows } from './search-windows.ts'

/** Days of any number: they are asked for a fortnight at a time. What is wanted of them is told by the filter. */
export type FreeSlotsRequest = DateRange &
  OfferFilter & {
    /** The DOS service that sent the patient here: only its slots, where the practice filters by service (SLOT-10). */
    dosServiceId?: string | undefined
    signal?: AbortSignal | undefined
  }

export type FreeSlotsOutcome =
  /** Soonest first. `unusable`: slots the practice sent but which could not be booked, for want of a schedule or a place. */
  { kind: 'offers'; offers: readonly Offer[]; unusable: number } | Failure

/** CON-01. All or nothing: half of a range would look like the practice being full. */
export async function findFreeSlots(line: PracticeLine, request: FreeSlotsRequest): Promise<FreeSlotsOutcome> {
  const at = { step: 'search free slots', practice: line.practice } as const
  const found = new Map<string, Offer>()
  let unusable = 0
  filterOffers([], request) // Misuse of the filter is thrown before anybody is asked.
  for (const window of searchWindows(request)) {
    const query = toQuery(window, line.asker.organisation, request.dosServiceId)
    const reply = await line.ask({ ...at, interaction: 'searchFreeSlots', path: 'Slot', query, signal: request.signal })
    if (reply.kind === 'failed') return reply.failure
    if (!isA('Bundle', reply.resource)) return unintelligible(at, reply.traceId)

    const page = offersIn(reply.resource, line.practice)
    unusable += page.unusable
    for (const offer of page.offers) found.set(offer.slotId, offer)
  }

  return { kind: 'offers', offers: filterOffers([...found.values()], request), unusable }
}

/** CON-12: both filters, and every include whose resource is shown. */
function toQuery(window: DateRange, organisation: Organisation, dosServiceId: string | undefined): Query {
  const service: Query =
    dosServiceId === undefined
      ? []
      : [
          ['service.identifier', `${SYSTEMS.dosServiceId}|${dosServiceId}`],
          ['_include:recurse', 'Schedule:actor:HealthcareService'],
        ]
  return [
    ['start', `ge${window.from}`],
    ['end', `le${window.to}`],
    ['status', 'free'],
    ['_include', 'Slot:schedule'],
    ['_include:recurse', 'Schedule:actor:Practitioner'],
    ['_include:recurse', 'Schedule:actor:Location'],
    ['_include:recurse', 'Location:managingOrganization'],
    ['searchFilter', `${SYSTEMS.odsOrganisationCode}|${organisation.odsCode}`],
    ...(organisation.type ? [['searchFilter', `${SYSTEMS.organisationType}|${organisation.type}`] as const] : []),
    ...service,
  ]
}
