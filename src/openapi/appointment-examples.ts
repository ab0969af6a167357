import type { Resource } from '../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../fhir/urls.ts'
import { channel, END, IDS, meta, role, START } from './examples.ts'

const asked = {
  contained: [
    {
      resourceType: 'Organization' as const,
      id: '1',
      meta: { profile: [PROFILES.Organization] },
      identifier: [{ system: SYSTEMS.odsOrganisationCode, value: 'B30012' }],
      name: 'A hub',
      telecom: [{ system: 'phone' as const, value: '0300 303 5678' }],
    },
  ],
  description: 'Sore throat',
  start: START,
  end: END,
  slot: [{ reference: `Slot/${IDS.slot}` }],
  created: '2026-03-01T16:20:00+00:00',
  participant: [participant('Patient', IDS.patient), participant('Location', IDS.location)],
}
const booker = { url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } }

export const appointmentToBook: Resource = {
  resourceType: 'Appointment',
  meta: { profile: [PROFILES.Appointment] },
  extension: [booker],
  status: 'booked',
  ...asked,
}

/** As the practice keeps it, which is also what is sent to change it. */
function held(version: string, status: 'booked' | 'cancelled', reason?: string, comment?: string): Resource {
  return {
    resourceType: 'Appointment',
    id: IDS.appointment,
    meta: meta('Appointment', version),
    extension: [
      booker,
      role(),
      channel(),
      ...(reason === undefined ? [] : [{ url: EXTENSIONS.appointmentCancellationReason, valueString: reason }]),
    ],
    status,
    serviceCategory: { text: 'Morning surgery' },
    serviceType: [{ text: 'GP appointment' }],
    ...asked,
    ...(comment !== undefined && { comment }),
    participant: [...asked.participant, participant('Practitioner', IDS.practitioner)],
  }
}

export const booked = held('1', 'booked')
export const amendment = held('1', 'booked', undefined, 'Needs step-free access')
export const amended = held('2', 'booked', undefined, 'Needs step-free access')
export const cancellation = held('1', 'cancelled', 'Feels better')
export const cancelled = held('2', 'cancelled', 'Feels better')

function participant(type: string, id: string) {
  return { actor: { reference: `${type}/${id}` }, status: 'accepted' as const }
}
