import type { Offer } from '../../../../consumer/index.ts'
import { dayWithWeekday } from '../../offer-words.ts'
import { slotHandle } from '../slot-handle.ts'
import { offersWanted, placeShown, roleShown, type Wanted } from '../wanted.ts'
import { inOrder } from './in-order.ts'

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
  'practice' | 'deliveryChannel' | 'slotType' | 'sessionType' | 'practitioner' | 'practitionerRole' | 'service'
> & {
  practiceName: string
  role: string | undefined
  place: string
  /** Its place among the practice's groups of that day, whatever is looked for: it settles which of two that begin at one time is first. */
  order: number
  /** When the first of its slots begins that is wanted: what it is put in order by. */
  first: string
  minutes: number | undefined
  chips: readonly Chip[]
  isWanted: boolean
}

export type Day = { date: string; text: string; groups: readonly Group[]; isWanted: boolean }

type Of = { wanted: Wanted; practiceName: string }

/** All that are free, soonest first; those that the user did not ask for are there, and marked, so that the page can show them at once. */
export function groupOffers(offers: readonly Offer[], of: Of): Day[] {
  const shown = offersWanted(offers, of)
  const single = new Set(shown.filter(({ slotIds }) => slotIds.length === 1).map(({ slotId }) => slotId))
  const all = [...offers, ...shown.filter(({ slotIds }) => slotIds.length > 1)]
  const days = Map.groupBy(all, ({ start }) => start.slice(0, 10))
  return [...days]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([date, ofDay]) => {
      const groups = [...Map.groupBy(ofDay, keyOf).values()].map((group, order) => toGroup(group, { ...of, order, single }))
      return { date, text: dayWithWeekday(date), groups: inOrder(groups, 'soonest'), isWanted: groups.some(({ isWanted }) => isWanted) }
    })
}

const keyOf = ({ scheduleId, deliveryChannel, slotType }: Offer) => JSON.stringify([scheduleId, deliveryChannel, slotType])

type OfGroup = Of & { order: number; single: ReadonlySet<string> }

function toGroup(offers: readonly Offer[], { wanted, practiceName, order, single }: OfGroup): Group {
  const [first] = offers
  if (!first) throw new Error('A group has a slot')
  const { practice, deliveryChannel, slotType, sessionType, practitioner, practitionerRole, service } = first
  const isAlike = offers.every(({ slotIds, minutes }) => slotIds.length > 1 || minutes === first.minutes)
  const chips = offers.toSorted(byTime).map((offer): Chip => {
    const slots = offer.slotIds.length
    return {
      handle: slotHandle(offer, wanted.minutes),
      time: offer.start.slice(11, 16),
      end: offer.end.slice(11, 16),
      minutes: isAlike ? undefined : offer.minutes,
      isWanted: slots > 1 || single.has(offer.slotId),
      slots,
    }
  })
  const firstWanted = chips.find(({ isWanted }) => isWanted)
  return {
    ...{ practice, practiceName, deliveryChannel, slotType, sessionType, practitioner, practitionerRole, service, order, chips },
    role: roleShown(first),
    place: placeShown(first, practiceName),
    first: (firstWanted ?? chips[0])?.time ?? '',
    minutes: isAlike ? first.minutes : undefined,
    isWanted: firstWanted !== undefined,
  }
}

/** What several slots make together stands where the first of them would. */
const byTime = (one: Offer, other: Offer) => Date.parse(one.start) - Date.parse(other.start) || Date.parse(one.end) - Date.parse(other.end)
