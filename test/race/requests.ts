import { EXTENSIONS, PROFILES, SYSTEMS } from '../../src/fhir/urls.ts'
import { formatLocalDateTime } from '../../src/nhs/local-time.ts'
import { type InteractionOfProvider, requestHeaders } from '../given/request-headers.ts'
import type { HttpRequest } from './exchange.ts'
import type { Asked, Organisation, RacedPractice } from './history.ts'
import type { AppointmentBody } from './knowledge.ts'
import { BASE_URL } from './provider.ts'

/** What is asked, with the appointment as its client has it: a change is the whole appointment, changed. */
export type Wish = { asked: Asked; practice: RacedPractice; appointment?: AppointmentBody }

const INTERACTION: Record<Asked['kind'], InteractionOfProvider> = {
  book: 'bookAppointment',
  amend: 'amendAppointment',
  cancel: 'cancelAppointment',
  read: 'readAppointment',
  retrieve: 'retrieveAppointments',
  search: 'searchFreeSlots',
}

/** As the SSP passes it on. The number is left in what is written. */
export function requestOf({ asked, practice, appointment }: Wish, number: number, now: Date): HttpRequest {
  const root = `/${asked.practice}/STU3/1/gpconnect`
  const headers = {
    ...requestHeaders(INTERACTION[asked.kind], { now, serviceRoot: `${BASE_URL}${root}` }),
    accept: 'application/fhir+json',
  }
  switch (asked.kind) {
    case 'book':
      return withBody({ method: 'POST', path: `${root}/Appointment`, headers }, bookingOf(asked, { practice, number, now }))
    case 'amend':
    case 'cancel':
      return withBody(
        { method: 'PUT', path: `${root}/Appointment/${asked.appointment}`, headers: { ...headers, 'if-match': `W/"${asked.ifMatch}"` } },
        asked.kind === 'amend' ? amended(appointment, number) : cancelled(appointment, number),
      )
    case 'read':
      return { method: 'GET', path: `${root}/Appointment/${asked.appointment}`, headers }
    case 'retrieve':
      return { method: 'GET', path: `${root}/Patient/${asked.patient}/Appointment?${range('start', 'start', asked.days)}`, headers }
    case 'search':
      return {
        method: 'GET',
        path: `${root}/Slot?${range('start', 'end', asked.days)}&status=free&_include=Slot:schedule${filters(asked.asker)}`,
        headers,
      }
  }
}

/** Read back by `seenIn`. */
const textOf = (number: number) => `Race ${number}`

function withBody(request: HttpRequest, body: object): HttpRequest {
  return { ...request, headers: { ...request.headers, 'content-type': 'application/fhir+json' }, body: JSON.stringify(body) }
}

const range = (from: string, to: string, { first, last }: { first: string; last: string }) => `${from}=ge${first}&${to}=le${last}`

function filters(asker: Organisation | undefined): string {
  if (!asker) return ''
  return `&searchFilter=${SYSTEMS.organisationType}|${asker.type}&searchFilter=${SYSTEMS.odsOrganisationCode}|${asker.odsCode}`
}

function bookingOf(asked: Asked & { kind: 'book' }, of: { practice: RacedPractice; number: number; now: Date }) {
  const slots = of.practice.slots.filter(({ id }) => asked.slots.includes(id))
  const { odsCode, type } = asked.organisation
  return {
    resourceType: 'Appointment',
    meta: { profile: [PROFILES.Appointment] },
    contained: [
      {
        resourceType: 'Organization',
        id: '1',
        meta: { profile: [PROFILES.Organization] },
        identifier: [{ system: SYSTEMS.odsOrganisationCode, value: odsCode }],
        type: [{ coding: [{ system: SYSTEMS.organisationType, code: type }] }],
        name: 'A hub',
        telecom: [{ system: 'phone', value: '0300 303 5678' }],
      },
    ],
    extension: [{ url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } }],
    status: 'booked',
    description: textOf(of.number),
    start: formatLocalDateTime(slots[0]?.start ?? of.now),
    end: formatLocalDateTime(slots.at(-1)?.end ?? of.now),
    slot: asked.slots.map((id) => ({ reference: `Slot/${id}` })),
    created: formatLocalDateTime(of.now),
    participant: [`Patient/${asked.patient}`, `Location/${of.practice.locationId}`].map((reference) => ({
      actor: { reference },
      status: 'accepted',
    })),
  }
}

/** Also of one that was cancelled since, or before: the provider has to say so. */
function amended(appointment: AppointmentBody | undefined, number: number) {
  return { ...appointment, status: 'booked', extension: withoutReason(appointment), description: textOf(number) }
}

function cancelled(appointment: AppointmentBody | undefined, number: number) {
  const reason = { url: EXTENSIONS.appointmentCancellationReason, valueString: textOf(number) }
  return { ...appointment, status: 'cancelled', extension: [...withoutReason(appointment), reason] }
}

function withoutReason(appointment: AppointmentBody | undefined) {
  return (appointment?.extension ?? []).filter(({ url }) => url !== EXTENSIONS.appointmentCancellationReason)
}
