import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { SlotId } from '../../appointments/model.ts'
import { DELIVERY_CHANNELS } from '../../nhs/delivery-channels.ts'
import { type ShownOfSlot, toSlotResource } from './slot.ts'
import { slotEntryJson } from './slot-json.ts'

const moments = fc.integer({ min: 0, max: 20 }).map((hour) => new Date(Date.UTC(2026, 9, 25, hour)))

// Few values of each, so that many of the slots are alike but for one thing.
const slots: fc.Arbitrary<ShownOfSlot> = fc.record(
  {
    id: fc.constantFrom('a' as SlotId, 'b' as SlotId),
    version: fc.integer({ min: 1, max: 2 }),
    scheduleId: fc.constantFrom('one', 'other'),
    start: moments,
    end: moments,
    slotType: fc.constantFrom('Routine', 'Says "entry":[ and $&'),
    deliveryChannel: fc.constantFrom(...DELIVERY_CHANNELS),
  },
  { requiredKeys: ['id', 'version', 'scheduleId', 'start', 'end', 'deliveryChannel'] },
)

describe('The JSON of a free slot', () => {
  test('SLOT-09 is always that of its resource, whatever was written of a slot of the same id before', () => {
    fc.assert(
      fc.property(fc.array(slots, { maxLength: 100 }), (searched) => {
        for (const slot of searched) assert.equal(slotEntryJson(slot), JSON.stringify({ resource: toSlotResource(slot) }))
      }),
    )
  })
})
