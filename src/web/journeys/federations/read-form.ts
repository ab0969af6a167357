import type { FastifyRequest } from 'fastify'
import { decodeFederation, type Federation, type FederationId, type OfferFilter } from '../../../consumer/index.ts'
import type { Sharing } from '../../federations/federations.ts'
import { fieldOf } from '../../request.ts'

export type TypedPractice = { odsCode: string; name: string; note: string }

/** The form as it stands in the browser, which alone holds it until it is saved. */
export type TypedFederation = {
  /** What it is based on: empty for a new one. */
  version: string
  name: string
  sharing: Sharing
  practices: readonly TypedPractice[]
  filter: Readonly<Record<(typeof FILTER_TEXTS)[number] | 'from' | 'to' | 'minutes', string>> & { weekdays: readonly string[] }
}

const FILTER_TEXTS = ['deliveryChannel', 'practitionerGender', 'practitionerRole', 'slotType', 'sessionType', 'location'] as const

export function readForm(request: FastifyRequest): TypedFederation {
  const [codes, names, notes] = [valuesOf(request, 'odsCode'), valuesOf(request, 'practice'), valuesOf(request, 'note')]
  const texts = Object.fromEntries([...FILTER_TEXTS, 'from', 'to', 'minutes'].map((name) => [name, fieldOf(request, name)]))
  return {
    version: fieldOf(request, 'version'),
    name: fieldOf(request, 'name'),
    sharing: fieldOf(request, 'sharing') === 'mine' ? 'mine' : 'organisation',
    practices: codes.map((odsCode, index) => ({ odsCode, name: names[index] ?? '', note: notes[index] ?? '' })),
    filter: {
      ...(texts as Record<(typeof FILTER_TEXTS)[number] | 'from' | 'to' | 'minutes', string>),
      weekdays: valuesOf(request, 'weekday'),
    },
  }
}

export function typedOf(federation: Federation & { version?: string }, sharing: Sharing): TypedFederation {
  const { name, version = '', practices, defaultFilter } = federation
  const { timeOfDay, weekdays = [], minutes } = defaultFilter
  const texts = Object.fromEntries(FILTER_TEXTS.map((part) => [part, defaultFilter[part] ?? '']))
  return {
    ...{ version, name, sharing },
    practices: practices.map(({ odsCode, name: shown, note = '' }) => ({ odsCode, name: shown, note })),
    filter: {
      ...(texts as Record<(typeof FILTER_TEXTS)[number], string>),
      ...{ from: timeOfDay?.from ?? '', to: timeOfDay?.to ?? '', minutes: minutes === undefined ? '' : String(minutes), weekdays },
    },
  }
}

export const NOTHING_TYPED: TypedFederation = typedOf(
  { id: 'new' as FederationId, name: '', practices: [], defaultFilter: {} },
  'organisation',
)

export type FormFault = { text: string; href: string }

/** Judged as a file would be; each fault leads to its field. */
export function toFederation(typed: TypedFederation, id: FederationId | undefined): { federation: Federation } | { faults: FormFault[] } {
  const practices = typed.practices.map(({ odsCode, name, note }) => ({ odsCode, name, ...(note !== '' && { note }) }))
  const value = { kind: 'federation', ...(id && { id }), name: typed.name, practices, defaultFilter: filterOf(typed.filter) }
  const decoded = decodeFederation(value)
  if ('federation' in decoded) return decoded
  return { faults: decoded.faults.map(({ place, message }) => faultAt(place, message)) }
}

function filterOf({ weekdays, from, to, minutes, ...texts }: TypedFederation['filter']): OfferFilter | object {
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ...((from !== '' || to !== '') && { timeOfDay: { ...(from !== '' && { from }), ...(to !== '' && { to }) } }),
    ...(weekdays.length > 0 && { weekdays }),
    ...(minutes !== '' && { minutes: /^\d{1,5}$/.test(minutes) ? Number(minutes) : minutes }),
  }
}

const FIELDS: Readonly<Record<string, string>> = { odsCode: 'ODS code', name: 'name', note: 'note' }
/** What can be typed there; the rest is chosen. */
const FILTER_FIELDS: Readonly<Record<string, string>> = {
  from: 'From',
  to: 'Until',
  minutes: 'Least number of minutes',
  practitionerRole: 'Role',
  slotType: 'Part of the slot’s type',
  sessionType: 'Part of the session’s type',
  location: 'Part of the place’s name or address',
}

function faultAt(place: string, message: string): FormFault {
  const [, index, field] = /^practices\[(\d+)\]\.(\w+)$/.exec(place) ?? []
  if (index !== undefined && field !== undefined) {
    const plain = message.replace(/practices\[(\d+)\]/, (_, other) => `practice ${Number(other) + 1}`)
    return { text: `Practice ${Number(index) + 1}: its ${FIELDS[field] ?? field} ${plain}`, href: `#practice-${index}` }
  }
  if (place === 'practices') return { text: `The list ${message}`, href: '#add' }
  if (place === 'name' || place === 'id') return { text: `The name of the list ${message}`, href: '#name' }
  const id = place.replace(/^defaultFilter\.(timeOfDay\.)?/, '')
  return id in FILTER_FIELDS
    ? { text: `‘${FILTER_FIELDS[id]}’ of the filter ${message}`, href: `#${id}` }
    : { text: `The filter, ${id}, ${message}`, href: '#filter' }
}

/** Every value of a field, in the order of the form. */
function valuesOf(request: FastifyRequest, name: string): string[] {
  const body: unknown = request.body
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return (Array.isArray(value) ? value : [value]).flatMap((one) => (typeof one === 'string' ? [one.trim()] : []))
}
