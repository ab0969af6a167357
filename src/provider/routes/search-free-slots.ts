import type { FastifyReply } from 'fastify'
import type { Slot } from '../../appointments/model.ts'
import { searchFreeSlots } from '../../appointments/search-free-slots.ts'
import { serviceFilteringStatus } from '../../directory/service-filtering.ts'
import { searchset } from '../../fhir/bundle.ts'
import type { Bundle } from '../../fhir/types.ts'
import type { ProviderDeps } from '../deps.ts'
import { formatOf } from '../hooks/negotiate-format.ts'
import { practiceOf, queryOf } from '../request.ts'
import { toHealthcareServiceResource, toServiceFilteringStatus } from '../resources/healthcare-service.ts'
import { toLocationResource } from '../resources/location.ts'
import { toOrganizationResource } from '../resources/organization.ts'
import { toPractitionerResource } from '../resources/practitioner.ts'
import { toScheduleResource } from '../resources/schedule.ts'
import { toSlotResource } from '../resources/slot.ts'
import { slotEntryJson } from '../resources/slot-json.ts'
import { asksForService, decodeSlotSearch } from '../resources/slot-search.ts'
import { resourceText, sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** SLOT-01..10 */
export const searchFreeSlotsRoute = (deps: ProviderDeps) =>
  interactionRoute('searchFreeSlots', async (request, reply) => {
    const { organisation } = practiceOf(request)
    const query = queryOf(request)
    const filtering = serviceFilteringStatus(organisation.switches)
    const search = decodeSlotSearch(query, { serviceFiltering: filtering === 'enabled' })
    const found = await searchFreeSlots(deps, { ...search, practice: organisation.odsCode })
    const resources = [
      ...found.schedules.map(toScheduleResource),
      ...found.practitioners.map(toPractitionerResource),
      ...found.locations.map((location) => toLocationResource(location, organisation)),
      ...found.services.map((service) => toHealthcareServiceResource(service, organisation)),
      // SLOT-05: always, asked for or not, unless no slot matched.
      ...(found.slots.length > 0 ? [toOrganizationResource(organisation)] : []),
    ]
    const bundle = searchset(resources, asksForService(query) ? { extension: toServiceFilteringStatus(filtering) } : {})
    return found.slots.length === 0 ? sendResource(reply, bundle) : sendSlotsFirst(reply, found.slots, bundle)
  })

/** The Bundle, which has other entries, with the slots before them. */
function sendSlotsFirst(reply: FastifyReply, slots: readonly Slot[], bundle: Bundle): FastifyReply {
  if (formatOf(reply.request) === 'xml') {
    const entries = slots.map((slot) => ({ resource: toSlotResource(slot) }))
    return sendResource(reply, { ...bundle, entry: [...entries, ...(bundle.entry ?? [])] })
  }
  const json = resourceText(reply, bundle)
  // Within a JSON text, these quotes are escaped: what is found is the Bundle's own property.
  return reply.send(json.replace('"entry":[', (entry) => `${entry}${slots.map(slotEntryJson).join(',')},`))
}
