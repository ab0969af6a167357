import type { FastifyRequest } from 'fastify'
import { filterOffers, type Offer, type OfferFilter, type TimeOfDay, type Weekday } from '../../../consumer/index.ts'
import { fieldOf } from '../../request.ts'

/** What the user looks for, as the form has it; what is not there is not asked for. */
export type Wanted = {
  channel?: Channel
  gender?: Gender
  part?: Part
  minutes?: number
  weekdays?: readonly Weekday[]
  role?: string
  place?: string
  service?: string
  type?: string
  /** Which comes first on a day: the soonest, where nothing is said, or each practice's own together. */
  sort?: Sort
}

export const CHANNELS = ['In-person', 'Telephone', 'Video'] as const
export const GENDERS = ['female', 'male'] as const
export const MINUTES = [10, 15, 20, 30, 40, 60] as const
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const satisfies readonly Weekday[]
/** The script of the page reads these from the options, so that both sides filter by the same times. */
export const PARTS = {
  morning: { from: '00:00', to: '12:00' },
  afternoon: { from: '12:00', to: '18:00' },
  evening: { from: '18:00', to: '24:00' },
} as const satisfies Record<string, Required<TimeOfDay>>

export const SORTS = ['soonest', 'practice'] as const

type Channel = (typeof CHANNELS)[number]
type Gender = (typeof GENDERS)[number]
type Part = keyof typeof PARTS
export type Sort = (typeof SORTS)[number]

const TEXTS = ['role', 'place', 'service', 'type'] as const
const LONGEST_TEXT = 100

/** What is none of the choices is not asked for: the form offers nothing else. */
export function readWanted(request: FastifyRequest): Wanted {
  const oneOf = <Choice extends string>(choices: readonly Choice[], name: string) =>
    choices.find((choice) => choice === fieldOf(request, name))
  const channel = oneOf(CHANNELS, 'channel')
  const gender = oneOf(GENDERS, 'gender')
  const part = oneOf(['morning', 'afternoon', 'evening'], 'part')
  const minutes = MINUTES.find((choice) => String(choice) === fieldOf(request, 'minutes'))
  const weekdays = WEEKDAYS.filter((day) => valuesOf(request, 'weekday').includes(day))
  const sort = oneOf(SORTS, 'sort')
  const texts = TEXTS.map((name) => [name, fieldOf(request, name).slice(0, LONGEST_TEXT)] as const).filter(([, text]) => text !== '')
  return {
    ...(channel && { channel }),
    ...(gender && { gender }),
    ...(part && { part }),
    ...(minutes && { minutes }),
    ...(weekdays.length > 0 && { weekdays }),
    ...Object.fromEntries(texts),
    ...(sort && { sort }),
  }
}

/** Of boxes with one name: none, one or several were sent. */
function valuesOf({ body }: FastifyRequest, name: string): unknown[] {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return Array.isArray(value) ? value : [value]
}

/**
 * Soonest first; with `minutes`, adjacent slots that are long enough together come as one. Texts are looked for in what the page shows of
 * a slot, and nowhere else: its script has nothing more, and filters by the same rules (`slots-wanted.js`).
 */
export function offersWanted(offers: readonly Offer[], { wanted, practiceName }: { wanted: Wanted; practiceName: string }): Offer[] {
  const { role, place, service, type } = wanted
  const named = offers.filter(
    (offer) =>
      isPartOf(service, offer.service?.name) &&
      (isPartOf(type, offer.slotType) || isPartOf(type, offer.sessionType)) &&
      (isPartOf(place, placeShown(offer, practiceName)) || isPartOf(place, practiceName)) &&
      (isPartOf(role, roleShown(offer)) || role?.trim().toLowerCase() === offer.practitionerRole?.code?.toLowerCase()),
  )
  return filterOffers(named, toOfferFilter(wanted))
}

/** The address alone is not always somewhere that people know by name. */
export const placeShown = ({ location }: Pick<Offer, 'location'>, practiceName: string): string =>
  [location.name || practiceName, location.address].filter(Boolean).join(', ')

export const roleShown = ({ practitionerRole: role }: Pick<Offer, 'practitionerRole'>): string | undefined => role?.display || role?.code

function toOfferFilter({ channel, gender, part, minutes, weekdays }: Wanted): OfferFilter {
  return { deliveryChannel: channel, practitionerGender: gender, timeOfDay: part && PARTS[part], weekdays, minutes }
}

const isPartOf = (wanted = '', text = '') => text.toLowerCase().includes(wanted.trim().toLowerCase())
