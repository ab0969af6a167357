import type { Resource } from '../../src/fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../src/fhir/urls.ts'
import { toXml } from '../../src/fhir/xml/to-xml.ts'
import { INTERACTIONS, type Interaction } from '../../src/provider/interactions.ts'
import { givenRegistration } from '../given/registration.ts'
import { type InteractionOfProvider, requestHeaders } from '../given/request-headers.ts'
import { type Draft, frameByLength } from './draft.ts'
import type { Format } from './expected-formats.ts'
import { DOS_SERVICE_ID, type FuzzedPractice, NHS_NUMBERS, NOW, PATIENT, STOCK } from './practice-under-fuzz.ts'
import { marked } from './secrets.ts'

export type Appointments = readonly { id: string; meta?: { versionId?: string }; extension?: object[] }[]

/** `number` tells which slot is booked, who is registered, which appointment changed, so that one request leaves the next its own. */
export type Wanted = { interaction: InteractionOfProvider; number: number; body: Format; accept: string | undefined }

/** A request that the provider accepts, whichever it is. */
export function goodRequest(practice: FuzzedPractice, appointments: Appointments, wanted: Wanted): Draft {
  const { method, path }: Interaction = INTERACTIONS[wanted.interaction]
  const { id, body, version } = subjectOf(practice, appointments, wanted)
  const claims = { requesting_practitioner: handler }
  const ssp = requestHeaders(wanted.interaction, { now: NOW, serviceRoot: practice.serviceRoot, claims })
  return {
    interaction: wanted.interaction,
    method,
    path: new URL(practice.serviceRoot).pathname + path.replace(':id', id),
    query: queryOf(practice, wanted.interaction),
    version: 'HTTP/1.1',
    headers: [
      ['host', 'provider.example'],
      ...Object.entries({ ...ssp, 'ssp-traceid': `00000000-0000-4000-8000-${String(wanted.number).padStart(12, '0')}` }),
      ...(wanted.accept === undefined ? [] : [['accept', wanted.accept] satisfies [string, string]]),
      ...(body ? [['content-type', `application/fhir+${wanted.body}`] satisfies [string, string]] : []),
      ...(version === undefined ? [] : [['if-match', `W/"${version}"`] satisfies [string, string]]),
    ],
    text: body && (wanted.body === 'xml' ? toXml(body as Resource) : JSON.stringify(body)),
    bytes: undefined,
    frame: frameByLength,
    lineEnd: '\r\n',
    cutAt: undefined,
    expected: 'one',
  }
}

const handler = {
  resourceType: 'Practitioner',
  id: 'user-1',
  identifier: [{ system: SYSTEMS.sdsUserId, value: '111222333444' }],
  name: [{ family: marked('handler'), given: ['Call'] }],
}

function queryOf({ odsCode }: FuzzedPractice, interaction: InteractionOfProvider): string[] {
  const queries: Partial<Record<InteractionOfProvider, string[]>> = {
    findPatient: [`identifier=${SYSTEMS.nhsNumber}|${PATIENT}`],
    findPractitioner: [`identifier=${SYSTEMS.sdsUserId}|555000111222`],
    findOrganization: [`identifier=${SYSTEMS.odsOrganisationCode}|${odsCode}`],
    findHealthcareService: [`identifier=${SYSTEMS.dosServiceId}|${DOS_SERVICE_ID}`],
    searchFreeSlots: [
      ...['start=ge2026-03-02', 'end=le2026-03-09', 'status=free', '_include=Slot:schedule'],
      ...['_include:recurse=Schedule:actor:Practitioner', '_include:recurse=Schedule:actor:Location'],
      `searchFilter=${SYSTEMS.odsOrganisationCode}|B30012`,
      `service.identifier=${SYSTEMS.dosServiceId}|${DOS_SERVICE_ID}`,
    ],
    retrieveAppointments: ['start=ge2026-03-02', 'start=le2026-03-09'],
  }
  return queries[interaction] ?? []
}

type Subject = { id: string; body?: object; version?: string | undefined }

/** Whose path it is, and what is sent, over which version. */
function subjectOf(practice: FuzzedPractice, appointments: Appointments, { interaction, number }: Wanted): Subject {
  const { ids } = practice
  const appointmentAt = (place: number) => {
    const appointment = appointments[place]
    if (!appointment) throw new Error('The practice has no such appointment.')
    return { id: appointment.id, version: appointment.meta?.versionId, appointment }
  }
  switch (interaction) {
    case 'bookAppointment':
      return { id: '', body: bookingOf(practice, number) }
    case 'registerPatient':
      return { id: '', body: registrationOf(number) }
    case 'amendAppointment': {
      const { appointment, ...known } = appointmentAt(number % STOCK)
      return { ...known, body: { ...appointment, description: marked('amended') } }
    }
    case 'cancelAppointment': {
      const { appointment, ...known } = appointmentAt(STOCK + (number % STOCK))
      const reason = { url: EXTENSIONS.appointmentCancellationReason, valueString: marked('reason') }
      return { ...known, body: { ...appointment, status: 'cancelled', extension: [...(appointment.extension ?? []), reason] } }
    }
    case 'readAppointment':
      return { id: appointmentAt(number % appointments.length).id }
    case 'readPractitioner':
      return { id: ids.practitioner }
    case 'readOrganization':
      return { id: ids.organisation }
    case 'readLocation':
      return { id: ids.location }
    case 'readHealthcareService':
      return { id: ids.service }
    default:
      return { id: ids.patient }
  }
}

const bookingOrganisation = {
  resourceType: 'Organization',
  id: '1',
  meta: { profile: [PROFILES.Organization] },
  identifier: [{ system: SYSTEMS.odsOrganisationCode, value: 'B30012' }],
  name: marked('organisation'),
  telecom: [{ system: 'phone', value: '0300 303 5678' }],
}

function bookingOf({ slots, ids }: FuzzedPractice, number: number): object {
  const slot = slots[number % slots.length]
  return {
    resourceType: 'Appointment',
    meta: { profile: [PROFILES.Appointment] },
    contained: [bookingOrganisation],
    extension: [{ url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } }],
    status: 'booked',
    description: marked('description'),
    start: slot?.start,
    end: slot?.end,
    slot: [{ reference: `Slot/${slot?.id}` }],
    created: '2026-03-02T08:00:00+00:00',
    comment: marked('comment'),
    participant: [`Patient/${ids.patient}`, `Location/${ids.location}`].map((reference) => ({ actor: { reference }, status: 'accepted' })),
  }
}

function registrationOf(number: number): object {
  const [home, mobile] = ['0113 496 0001', '07700 900123']
  return givenRegistration(NHS_NUMBERS[number % NHS_NUMBERS.length] ?? '', {
    name: [{ use: 'official', family: marked('family'), given: [marked('given')] }],
    gender: 'female',
    address: [{ use: 'home', line: [marked('line')], city: 'York', postalCode: 'YO1 7HH' }],
    telecom: [
      { system: 'phone', value: home, use: 'home' },
      { system: 'phone', value: mobile, use: 'mobile' },
    ],
    extension: [
      {
        url: EXTENSIONS.nhsCommunication,
        extension: [
          { url: 'language', valueCodeableConcept: { coding: [{ system: SYSTEMS.humanLanguage, code: 'fr', display: 'French' }] } },
          { url: 'interpreterRequired', valueBoolean: true },
        ],
      },
    ],
  })
}
