import type { Offer } from '../../consumer/index.ts'
import { slotHandle } from './slot-handle.ts'

/** Of a spreadsheet. `when` is a moment, as local time with its offset. */
export type SlotColumn = { head: string; width: number } & (
  | { when: (offer: Offer) => string }
  | { text: (offer: Offer) => string | undefined }
  | { number: (offer: Offer) => number }
)

/** `Clock` tells the two hours of October apart that clocks show alike. */
export const SLOT_COLUMNS: readonly SlotColumn[] = [
  { head: 'Start', width: 17, when: ({ start }) => start },
  { head: 'End', width: 17, when: ({ end }) => end },
  { head: 'Clock', width: 6, text: ({ start }) => (start.endsWith('+01:00') ? 'BST' : 'GMT') },
  { head: 'Minutes', width: 8, number: ({ minutes }) => minutes },
  { head: 'How', width: 12, text: ({ deliveryChannel }) => deliveryChannel },
  { head: 'Type', width: 20, text: ({ slotType }) => slotType },
  { head: 'Session', width: 20, text: ({ sessionType }) => sessionType },
  { head: 'With', width: 24, text: ({ practitioner }) => practitioner?.name },
  { head: 'Gender', width: 8, text: ({ practitioner }) => practitioner?.gender },
  { head: 'Role', width: 28, text: ({ practitionerRole }) => practitionerRole?.display ?? practitionerRole?.code },
  { head: 'Where', width: 28, text: ({ location }) => location.name },
  { head: 'Address', width: 40, text: ({ location }) => location.address },
  { head: 'Practice', width: 28, text: ({ practice }) => practice.name },
  { head: 'ODS code', width: 9, text: ({ practice }) => practice.odsCode },
  { head: 'Slot', width: 32, text: slotHandle },
]
