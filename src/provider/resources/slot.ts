import type { Slot } from '../../appointments/model.ts'
import type { Extension, Slot as SlotResource } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES } from '../../fhir/urls.ts'
import type { DeliveryChannel } from '../../nhs/delivery-channels.ts'
import { formatLocalDateTime } from '../../nhs/local-time.ts'

export function toDeliveryChannel(channel: DeliveryChannel): Extension {
  return { url: EXTENSIONS.deliveryChannel, valueCode: channel }
}

/** GPConnect-Slot-1, of a free slot: only those are ever sent (SLOT-09). */
export function toSlotResource({ id, version, scheduleId, start, end, slotType, deliveryChannel }: Slot): SlotResource {
  return {
    resourceType: 'Slot',
    id,
    meta: { versionId: String(version), profile: [PROFILES.Slot] },
    extension: [toDeliveryChannel(deliveryChannel)],
    ...(slotType !== undefined && { serviceType: [{ text: slotType }] }),
    schedule: { reference: `Schedule/${scheduleId}` },
    status: 'free',
    start: formatLocalDateTime(start),
    end: formatLocalDateTime(end),
  }
}
