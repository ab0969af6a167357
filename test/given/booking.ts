import { EXTENSIONS, PROFILES, SYSTEMS } from '../../src/fhir/urls.ts'
import { type GivenPractice, PATIENT } from './practice.ts'

/** The Appointment that a well-behaved consumer sends (APT-01) for these slots of ten minutes each. */
export function bookingOf(practice: GivenPractice, starts: readonly string[], rest: Record<string, unknown> = {}): Record<string, unknown> {
  const first = new Date(`${starts[0]}:00Z`)
  const last = new Date(`${starts.at(-1)}:00Z`)
  const body = {
    resourceType: 'Appointment',
    meta: { profile: [PROFILES.Appointment] },
    contained: [bookingOrganization()],
    extension: [{ url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } }],
    status: 'booked',
    description: 'Sore throat',
    start: first.toISOString().replace('.000Z', '+00:00'),
    end: new Date(last.getTime() + 600_000).toISOString().replace('.000Z', '+00:00'),
    slot: starts.map((start) => ({ reference: `Slot/${practice.slots[start]}` })),
    created: practice.now.toISOString().replace('.000Z', '+00:00'),
    participant: [
      { actor: { reference: `Patient/${practice.patients[PATIENT]}` }, status: 'accepted' },
      { actor: { reference: `Location/${practice.locations.main}` }, status: 'accepted' },
    ],
    ...rest,
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
}

export function bookingOrganization(rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    resourceType: 'Organization',
    id: '1',
    meta: { profile: [PROFILES.Organization] },
    identifier: [{ system: SYSTEMS.odsOrganisationCode, value: 'B30012' }],
    name: 'A hub',
    telecom: [{ system: 'phone', value: '0300 303 5678' }],
    ...rest,
  }
}
