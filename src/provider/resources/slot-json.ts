import { type ShownOfSlot, toSlotResource } from './slot.ts'

// Two kilobytes each, with what V8 keeps free beside them.
const MOST_KEPT = 2_000
const kept = new Map<string, { slot: ShownOfSlot; json: string }>()

/**
 * A free slot as an entry of a Bundle, in JSON: `{"resource":{…}}`. Its text is kept for as long as nothing that it shows has changed,
 * because consumers search the same weeks of the same practices again and again, hundreds of slots each time.
 */
export function slotEntryJson(slot: ShownOfSlot): string {
  const known = kept.get(slot.id)
  if (known && showsTheSame(known.slot, slot)) return known.json

  const json = JSON.stringify({ resource: toSlotResource(slot) })
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(slot.id, { slot, json })
  return json
}

type Sameness = { [Key in keyof Required<ShownOfSlot>]: (one: ShownOfSlot, other: ShownOfSlot) => boolean }

// An object, so that the compiler asks for whatever else a Slot resource comes to show.
const SAMENESS: Sameness = {
  id: (one, other) => one.id === other.id,
  version: (one, other) => one.version === other.version,
  scheduleId: (one, other) => one.scheduleId === other.scheduleId,
  start: (one, other) => one.start.getTime() === other.start.getTime(),
  end: (one, other) => one.end.getTime() === other.end.getTime(),
  slotType: (one, other) => one.slotType === other.slotType,
  deliveryChannel: (one, other) => one.deliveryChannel === other.deliveryChannel,
}
const ALL_SAME = Object.values(SAMENESS)

const showsTheSame = (one: ShownOfSlot, other: ShownOfSlot) => ALL_SAME.every((isSame) => isSame(one, other))
