import type { Slot } from '../../appointments/model.ts'
import type { Extension, Slot as SlotResource } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES } from '../../fhir/urls.ts'
import { DELIVERY_CHANNELS, type DeliveryChannel } from '../../nhs/delivery-channels.ts'
import { formatLocalDateTime } from '../../nhs/local-time.ts'

export function toDeliveryChannel(channel: DeliveryChannel): Extension {
  return { url: EXTENSIONS.deliveryChannel, valueCode: channel }
}

// Shared by all slots: a search makes hundreds, and what they have in common need not be made for each.
const PROFILE = [PROFILES.Slot]
const CHANNELS = new Map(DELIVERY_CHANNELS.map((channel) => [channel, [toDeliveryChannel(channel)]]))

/** All of a slot that its resource is made of. */
export type ShownOfSlot = Pick<Slot, 'id' | 'version' | 'scheduleId' | 'start' | 'end' | 'slotType' | 'deliveryChannel'>

/** GPConnect-Slot-1, of a free slot: only those are ever sent (SLOT-09). */
export function toSlotResource({ id, version, scheduleId, start, end, slotType, deliveryChannel }: ShownOfSlot): SlotResource {
  return {
    resourceType: 'Slot',
    id,
    meta: { versionId: String(version), profile: PROFILE },
    extension: CHANNELS.get(deliveryChannel) ?? [toDeliveryChannel(deliveryChannel)],
    ...(slotType !== undefined && { serviceType: [{ text: slotType }] }),
    schedule: { reference: `Schedule/${scheduleId}` },
    status: 'free',
    start: formatLocalDateTime(start),
    end: formatLocalDateTime(end),
  }
}
