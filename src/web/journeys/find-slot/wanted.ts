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

type Channel = (typeof CHANNELS)[number]
type Gender = (typeof GENDERS)[number]
type Part = keyof typeof PARTS

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
  const texts = TEXTS.map((name) => [name, fieldOf(request, name).slice(0, LONGEST_TEXT)] as const).filter(([, text]) => text !== '')
  return {
    ...(channel && { channel }),
    ...(gender && { gender }),
    ...(part && { part }),
    ...(minutes && { minutes }),
    ...(weekdays.length > 0 && { weekdays }),
    ...Object.fromEntries(texts),
  }
}

/** Of boxes with one name: none, one or several were sent. */
function valuesOf({ body }: FastifyRequest, name: string): unknown[] {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return Array.isArray(value) ? value : [value]
}

/** Soonest first; with `minutes`, adjacent slots that are long enough together come as one. */
export function offersWanted(offers: readonly Offer[], wanted: Wanted): Offer[] {
  const { service, type } = wanted
  const named = offers.filter(
    (offer) => isPartOf(service, offer.service?.name) && (isPartOf(type, offer.slotType) || isPartOf(type, offer.sessionType)),
  )
  return filterOffers(named, toOfferFilter(wanted))
}

function toOfferFilter({ channel, gender, part, minutes, weekdays, role, place }: Wanted): OfferFilter {
  return {
    deliveryChannel: channel,
    practitionerGender: gender,
    practitionerRole: role,
    location: place,
    timeOfDay: part && PARTS[part],
    weekdays,
    minutes,
  }
}

const isPartOf = (wanted = '', text = '') => text.toLowerCase().includes(wanted.trim().toLowerCase())
