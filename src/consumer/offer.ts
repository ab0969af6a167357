import { resourcesOf } from '../fhir/bundle.ts'
import { EXTENSIONS, SYSTEMS } from '../fhir/urls.ts'
import { formatLocalDateTime } from '../nhs/local-time.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { extensionAt, identifierAt, type Loose, objectAt, objectsAt, textAt } from '../spine/loose-json.ts'
import { type Finder, finderIn, idAmong, idReferredTo } from './bundle-reading.ts'
import {
  decodeLocation,
  decodePractitioner,
  decodeRole,
  type PlaceToGo,
  type PractitionerRole,
  type PractitionerSeen,
} from './who-and-where.ts'

/** What can be booked as one appointment, with all that a caller is told of it (SLOT-11), flat and ready for JSON. */
export type Offer = {
  practice: { odsCode: OdsCode; name: string | undefined }
  /** The first of `slotIds`. */
  slotId: string
  /** One slot, or several of one schedule that follow on one another (APT-04), soonest first; start and end span all of them. */
  slotIds: readonly string[]
  scheduleId: string
  /** Local time with its offset, as GEN-09 writes it. */
  start: string
  end: string
  minutes: number
  deliveryChannel: string | undefined
  slotType: string | undefined
  sessionType: string | undefined
  practitionerRole: PractitionerRole | undefined
  practitioner: PractitionerSeen | undefined
  location: PlaceToGo
  service: { id: string; name: string | undefined } | undefined
}

/**
 * Resolves a search's slots into offers. What cannot be booked is left out and counted: a slot whose schedule is missing, or names no
 * place to go, or whose times make no sense.
 */
export function offersIn(bundle: Loose, practice: OdsCode): { offers: Offer[]; unusable: number } {
  const slots = resourcesOf(bundle, 'Slot')
  const named = practiceNamed(bundle, practice)
  const sessionOf = sessionsIn(bundle)
  const offers = slots.flatMap((slot) => toOffer(slot, sessionOf, named) ?? [])
  return { offers, unusable: slots.length - offers.length }
}

function practiceNamed(bundle: Loose, odsCode: OdsCode): Offer['practice'] {
  const organisations = resourcesOf(bundle, 'Organization')
  const own = organisations.find((organisation) => identifierAt(organisation, SYSTEMS.odsOrganisationCode) === odsCode)
  return { odsCode, name: textAt(own ?? organisations[0], 'name') }
}

/** What all slots of one schedule have in common. */
type Session = Pick<Offer, 'sessionType' | 'practitionerRole' | 'practitioner' | 'location' | 'service'>

/** Each schedule is read once, and its slots share what was read: a federation answers with tens of thousands of slots. */
function sessionsIn(bundle: Loose): (scheduleId: string) => Session | undefined {
  const find = finderIn(bundle)
  const read = new Map<string, Session | undefined>()
  return (scheduleId) => {
    if (!read.has(scheduleId)) read.set(scheduleId, toSession(scheduleId, find))
    return read.get(scheduleId)
  }
}

function toSession(scheduleId: string, find: Finder): Session | undefined {
  const schedule = find('Schedule', scheduleId)
  const actors = objectsAt(schedule, 'actor')
  const locationId = idAmong('Location', actors)
  const practitionerId = idAmong('Practitioner', actors)
  const serviceId = idAmong('HealthcareService', actors)
  if (locationId === undefined) return undefined

  return {
    sessionType: textAt(objectAt(schedule, 'serviceCategory'), 'text'),
    practitionerRole: decodeRole(schedule),
    practitioner: practitionerId === undefined ? undefined : decodePractitioner(practitionerId, find('Practitioner', practitionerId)),
    location: decodeLocation(locationId, find('Location', locationId)),
    service: serviceId === undefined ? undefined : { id: serviceId, name: textAt(find('HealthcareService', serviceId), 'name') },
  }
}

function toOffer(slot: Loose, sessionOf: ReturnType<typeof sessionsIn>, practice: Offer['practice']): Offer | undefined {
  const times = timesOf(slot)
  const slotId = textAt(slot, 'id')
  const scheduleId = idReferredTo('Schedule', textAt(objectAt(slot, 'schedule'), 'reference'))
  if (!times || slotId === undefined || scheduleId === undefined) return undefined
  const session = sessionOf(scheduleId)
  if (!session || textAt(slot, 'status') !== 'free') return undefined

  return {
    practice,
    slotId,
    slotIds: [slotId],
    scheduleId,
    ...times,
    deliveryChannel: textAt(extensionAt(slot, EXTENSIONS.deliveryChannel), 'valueCode'),
    slotType: textAt(objectAt(slot, 'serviceType'), 'text'),
    ...session,
  }
}

/** Start, end and length of a Slot or Appointment. Undefined unless both are moments in order. */
export function timesOf(resource: Loose): { start: string; end: string; minutes: number } | undefined {
  const [start, end] = [textAt(resource, 'start'), textAt(resource, 'end')].map((text) => Date.parse(text ?? ''))
  if (start === undefined || end === undefined || !(start < end)) return undefined
  return {
    start: formatLocalDateTime(new Date(start)),
    end: formatLocalDateTime(new Date(end)),
    minutes: Math.round((end - start) / 60_000),
  }
}

/** By moment and not by text: in October an hour repeats under another offset. */
export function soonestFirst(left: Offer, right: Offer): number {
  return Date.parse(left.start) - Date.parse(right.start) || left.slotId.localeCompare(right.slotId)
}
