/** How the patient is seen. `Visit` is outside the published code list: never searchable or bookable (SLOT-06, APT-12). */
export const DELIVERY_CHANNELS = ['In-person', 'Telephone', 'Video', 'Visit'] as const

export type DeliveryChannel = (typeof DELIVERY_CHANNELS)[number]
