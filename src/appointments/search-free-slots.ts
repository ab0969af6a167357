import type { Location, Practitioner } from '../directory/model.ts'
import { findLocations } from '../directory/store/locations.ts'
import { findPractitioners } from '../directory/store/practitioners.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Queryable } from '../postgres/database.ts'
import type { Schedule, Slot } from './model.ts'
import { type Asker, accessAllows } from './slot-availability.ts'
import { findSchedules } from './store/schedules.ts'
import { findFreeSlots } from './store/slots.ts'

export type FreeSlotSearch = {
  practice: OdsCode
  /** Both ends belong to the range. */
  from: Date
  to: Date
  asker: Asker
  include: { practitioners: boolean; locations: boolean }
}

/** Each thing once, and nothing that no returned slot leads to (SLOT-05). */
export type FreeSlots = { slots: Slot[]; schedules: Schedule[]; practitioners: Practitioner[]; locations: Location[] }

/** SLOT-05..07. */
export async function searchFreeSlots({ db }: { db: Queryable }, search: FreeSlotSearch): Promise<FreeSlots> {
  const found = await findFreeSlots(db, search.practice, search)
  const slots = found.filter((slot) => accessAllows(slot.access, search.asker))
  if (slots.length === 0) return { slots, schedules: [], practitioners: [], locations: [] }

  const schedules = await findSchedules(db, search.practice, [...new Set(slots.map((slot) => slot.scheduleId))])
  const [practitioners, locations] = await Promise.all([
    search.include.practitioners ? findPractitioners(db, search.practice, idsOf(schedules, 'practitionerId')) : [],
    search.include.locations ? findLocations(db, search.practice, idsOf(schedules, 'locationId')) : [],
  ])
  return { slots, schedules, practitioners, locations }
}

function idsOf(schedules: readonly Schedule[], property: 'practitionerId' | 'locationId'): string[] {
  return [...new Set(schedules.flatMap((schedule) => schedule[property] ?? []))]
}
