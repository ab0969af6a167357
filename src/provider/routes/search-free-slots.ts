import { searchFreeSlots } from '../../appointments/search-free-slots.ts'
import { searchset } from '../../fhir/bundle.ts'
import type { ProviderDeps } from '../deps.ts'
import { practiceOf, queryOf } from '../request.ts'
import { toLocationResource } from '../resources/location.ts'
import { toOrganizationResource } from '../resources/organization.ts'
import { toPractitionerResource } from '../resources/practitioner.ts'
import { toScheduleResource } from '../resources/schedule.ts'
import { toSlotResource } from '../resources/slot.ts'
import { decodeSlotSearch } from '../resources/slot-search.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** SLOT-01..07, SLOT-09 */
export const searchFreeSlotsRoute = (deps: ProviderDeps) =>
  interactionRoute('searchFreeSlots', async (request, reply) => {
    const { organisation } = practiceOf(request)
    const found = await searchFreeSlots(deps, { ...decodeSlotSearch(queryOf(request)), practice: organisation.odsCode })
    const resources = [
      ...found.slots.map(toSlotResource),
      ...found.schedules.map(toScheduleResource),
      ...found.practitioners.map(toPractitionerResource),
      ...found.locations.map((location) => toLocationResource(location, organisation)),
      // SLOT-05: always, asked for or not, unless no slot matched.
      ...(found.slots.length > 0 ? [toOrganizationResource(organisation)] : []),
    ]
    return sendResource(reply, searchset(resources))
  })
