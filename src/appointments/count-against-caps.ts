import type { OdsCode } from '../nhs/ods-code.ts'
import type { Queryable } from '../postgres/database.ts'
import { type Cap, type CapUse, capUse, NO_CAPS, placesOf } from './caps.ts'
import type { Slot } from './model.ts'
import { countBooked } from './store/caps.ts'

/** How far these caps are used up where these slots lie: one statement, and none where there is no cap. */
export async function countAgainstCaps(
  db: Queryable,
  practice: OdsCode,
  { caps, slots }: { caps: readonly Cap[]; slots: readonly Pick<Slot, 'scheduleId' | 'start'>[] },
): Promise<CapUse> {
  const places = caps.length === 0 ? undefined : placesOf(slots)
  return places ? capUse(caps, await countBooked(db, practice, places)) : NO_CAPS
}
