import type { Offer } from '../../../../consumer/index.ts'
import { dayWithWeekday } from '../../offer-words.ts'
import { slotHandle } from '../slot-handle.ts'
import { offersWanted, type Wanted } from '../wanted.ts'

/** A slot as a button: everything else of it stands once in the head of its group. */
export type Chip = {
  handle: string
  time: string
  end: string
  /** Where the group's slots differ in it. */
  minutes: number | undefined
  isWanted: boolean
  /** Of adjacent slots together, at least as long as was asked for. */
  slots: number
}

/** Slots of one session and day that are alike but for their time: a page of two thousand slots stays small that way. */
export type Group = Pick<
  Offer,
  'practice' | 'deliveryChannel' | 'slotType' | 'sessionType' | 'practitioner' | 'practitionerRole' | 'location' | 'service'
> & {
  minutes: number | undefined
  chips: readonly Chip[]
  isWanted: boolean
}

export type Day = { date: string; text: string; groups: readonly Group[]; isWanted: boolean }

/** All that are free, soonest first; those that the user did not ask for are there, and marked, so that the page can show them at once. */
export function groupOffers(offers: readonly Offer[], wanted: Wanted): Day[] {
  const shown = offersWanted(offers, wanted)
  const single = new Set(shown.filter(({ slotIds }) => slotIds.length === 1).map(({ slotId }) => slotId))
  const all = [...offers, ...shown.filter(({ slotIds }) => slotIds.length > 1)]
  const days = Map.groupBy(all, ({ start }) => start.slice(0, 10))
  return [...days]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([date, ofDay]) => {
      const groups = [...Map.groupBy(ofDay, keyOf).values()].map((group) => toGroup(group, { single, minutes: wanted.minutes }))
      return { date, text: dayWithWeekday(date), groups, isWanted: groups.some(({ isWanted }) => isWanted) }
    })
}

const keyOf = ({ scheduleId, deliveryChannel, slotType }: Offer) => JSON.stringify([scheduleId, deliveryChannel, slotType])

function toGroup(offers: readonly Offer[], of: { single: ReadonlySet<string>; minutes: number | undefined }): Group {
  const [first] = offers
  if (!first) throw new Error('A group has a slot')
  const { practice, deliveryChannel, slotType, sessionType, practitioner, practitionerRole, location, service } = first
  const isAlike = offers.every(({ slotIds, minutes }) => slotIds.length > 1 || minutes === first.minutes)
  const chips = offers.map((offer): Chip => {
    const slots = offer.slotIds.length
    return {
      handle: slotHandle(offer, of.minutes),
      time: offer.start.slice(11, 16),
      end: offer.end.slice(11, 16),
      minutes: isAlike ? undefined : offer.minutes,
      isWanted: slots > 1 || of.single.has(offer.slotId),
      slots,
    }
  })
  return {
    ...{ practice, deliveryChannel, slotType, sessionType, practitioner, practitionerRole, location, service },
    minutes: isAlike ? first.minutes : undefined,
    chips,
    isWanted: chips.some(({ isWanted }) => isWanted),
  }
}
