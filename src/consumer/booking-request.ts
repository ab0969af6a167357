import type { Appointment } from '../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../fhir/urls.ts'
import { formatLocalDateTime } from '../nhs/local-time.ts'
import type { Offer } from './offer.ts'
import type { Organisation } from './practice-line.ts'

/**
 * What the practice reads beside the booking. Neither text may hold clinical content (CON-13): nobody is bound to read
 * them, and they are no part of the record. Temporary contact details of a known patient may go into the description.
 */
export type BookingTexts = { description: string; comment?: string | undefined }

export const LONGEST_DESCRIPTION = 100
export const LONGEST_COMMENT = 500

/** CON-07: what the practice would refuse is not sent. Undefined if nothing is wrong. */
export function faultIn({ description, comment }: BookingTexts): string | undefined {
  if (description.trim() === '') return 'A booking needs a description.'
  if (description.length > LONGEST_DESCRIPTION) return tooLong('description', description, LONGEST_DESCRIPTION)
  if (comment !== undefined && comment.length > LONGEST_COMMENT) return tooLong('comment', comment, LONGEST_COMMENT)
  return undefined
}

function tooLong(name: string, text: string, longest: number): string {
  return `The ${name} has ${text.length} characters; at most ${longest} are allowed.`
}

/** APT-01. Participants and times are the offer's, so that they are those of the slot's schedule (APT-02, APT-03). */
export function toBookingRequest(of: {
  offer: Offer
  patientId: string
  organisation: Organisation
  texts: BookingTexts
  now: Date
}): Appointment {
  const { offer, texts } = of
  const actors = [
    `Patient/${of.patientId}`,
    `Location/${offer.location.id}`,
    ...(offer.practitioner ? [`Practitioner/${offer.practitioner.id}`] : []),
    ...(offer.service ? [`HealthcareService/${offer.service.id}`] : []),
  ]
  return {
    resourceType: 'Appointment',
    meta: { profile: [PROFILES.Appointment] },
    contained: [toContainedOrganisation(of.organisation)],
    extension: [{ url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } }],
    status: 'booked',
    description: texts.description,
    start: offer.start,
    end: offer.end,
    slot: offer.slotIds.map((slotId) => ({ reference: `Slot/${slotId}` })),
    created: formatLocalDateTime(of.now),
    ...(texts.comment?.trim() && { comment: texts.comment }),
    participant: actors.map((reference) => ({ actor: { reference }, status: 'accepted' as const })),
  }
}

/** CON-12: the type is the one that was sent as a filter, or is left out. */
function toContainedOrganisation({ odsCode, name, type, telecom }: Organisation) {
  return {
    resourceType: 'Organization' as const,
    id: '1',
    meta: { profile: [PROFILES.Organization] },
    identifier: [{ system: SYSTEMS.odsOrganisationCode, value: odsCode }],
    ...(type && { type: [{ coding: [{ system: SYSTEMS.organisationType, code: type }] }] }),
    name,
    telecom: telecom.map((contact) => ({ ...contact })),
  }
}
