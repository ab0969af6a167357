import type { HealthcareService, Location, Practitioner } from '../directory/model.ts'
import { findHealthcareServiceByDosId, findHealthcareServicesById } from '../directory/store/healthcare-services.ts'
import { findLocations } from '../directory/store/locations.ts'
import { findPractitioners } from '../directory/store/practitioners.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import type { Queryable } from '../postgres/database.ts'
import { countAgainstCaps } from './count-against-caps.ts'
import type { Schedule, Slot } from './model.ts'
import { type Asker, closedBy } from './slot-availability.ts'
import { findCaps } from './store/caps.ts'
import { findSchedules } from './store/schedules.ts'
import { findFreeSlots } from './store/slots.ts'

export type SearchFreeSlotsDeps = { db: Queryable; now: () => Date }

export type FreeSlotSearch = {
  practice: OdsCode
  /** Both ends belong to the range. */
  from: Date
  to: Date
  asker: Asker
  /** Only slots of this service. It is not sent on where service filtering is off (SLOT-10). */
  dosServiceId?: string
  include: { practitioners: boolean; locations: boolean; services: boolean }
}

/** Each thing once, and nothing that no returned slot leads to (SLOT-05). */
export type FreeSlots = {
  slots: Slot[]
  schedules: Schedule[]
  practitioners: Practitioner[]
  locations: Location[]
  services: HealthcareService[]
}

/** SLOT-05..08, SLOT-10. */
export async function searchFreeSlots(deps: SearchFreeSlotsDeps, search: FreeSlotSearch): Promise<FreeSlots> {
  const { db } = deps
  const slots = await findOpenSlots(deps, search)
  if (slots.length === 0) return { slots, schedules: [], practitioners: [], locations: [], services: [] }

  const schedules = await findSchedules(db, search.practice, [...new Set(slots.map((slot) => slot.scheduleId))])
  const [practitioners, locations, services] = await Promise.all([
    search.include.practitioners ? findPractitioners(db, search.practice, idsOf(schedules, 'practitionerId')) : [],
    search.include.locations ? findLocations(db, search.practice, idsOf(schedules, 'locationId')) : [],
    search.include.services ? findHealthcareServicesById(db, search.practice, idsOf(schedules, 'healthcareServiceId')) : [],
  ])
  return { slots, schedules, practitioners, locations, services }
}

async function findOpenSlots({ db, now }: SearchFreeSlotsDeps, search: FreeSlotSearch): Promise<Slot[]> {
  const { practice, from, to, asker, dosServiceId } = search
  const service = dosServiceId === undefined ? undefined : await findHealthcareServiceByDosId(db, practice, dosServiceId)
  if (dosServiceId !== undefined && !service) {
    throw new SpineError('NO_RECORD_FOUND', 'Search parameter service.identifier: this practice has no service with that id.')
  }

  const range = { from, to, ...(service && { healthcareServiceId: service.id }) }
  const [free, forAsker] = await Promise.all([findFreeSlots(db, practice, range), findCaps(db, practice, asker)])
  const caps = await countAgainstCaps(db, practice, { caps: forAsker, slots: free })
  const asking = { asker, now: now(), caps }
  return free.filter((slot) => closedBy(slot, asking) === undefined)
}

function idsOf(schedules: readonly Schedule[], property: 'practitionerId' | 'locationId' | 'healthcareServiceId'): string[] {
  return [...new Set(schedules.flatMap((schedule) => schedule[property] ?? []))]
}
