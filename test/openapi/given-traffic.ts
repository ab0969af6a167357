import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { changeSettings } from '../../src/appointments/control/change-settings.ts'
import { changeSupplierSwitch } from '../../src/appointments/control/change-supplier-switch.ts'
import { EXTENSIONS, SYSTEMS } from '../../src/fhir/urls.ts'
import { bookingOf, bookingOrganization } from '../given/booking.ts'
import {
  type Call,
  type GivenPractice,
  givenPatient,
  givenPractice,
  PATIENT,
  type PracticeOptions,
  practiceSlot,
  type Reply,
  SCHEDULE,
} from '../given/practice.ts'
import { givenRegistration, givenTrace } from '../given/registration.ts'
import type { InteractionOfProvider } from '../given/request-headers.ts'
import type { Exchange } from './traffic-check.ts'

export const NEWCOMER = '9990000026'
export const UNTRACEABLE = '9990000034'
export const DOS_SERVICE = '1000000123'
export const REGISTER = '/Patient/$gpc.registerpatient'
export const RANGE = 'start=ge2026-03-02&end=le2026-03-08&status=free&_include=Slot:schedule'

/** Two home phones would not do: one of each use, and an email. */
const TELECOM = [
  { system: 'phone' as const, value: '0113 496 0001', use: 'home' as const },
  { system: 'email' as const, value: 'pat@example.com', use: 'home' as const },
]
const ADDRESS = { lines: ['2 High Street'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS1 6AE', country: 'GB' }

/** A practice of which everything is told that can be told. */
const FILE: NonNullable<PracticeOptions['file']> = {
  address: ADDRESS,
  locations: [{ key: 'main', name: 'Test Surgery', address: ADDRESS, telecom: [{ system: 'phone', value: '0113 496 0000' }] }],
  services: [{ key: 'surgery', dosServiceId: DOS_SERVICE, name: 'West Road Surgery' }],
  practitioners: [
    {
      key: 'patel',
      sdsUserId: '555000111222',
      sdsRoleProfileIds: ['555000111333'],
      family: 'Patel',
      given: ['Asha'],
      prefix: ['Dr'],
      gender: 'female',
      languages: ['en', 'pl'],
    },
  ],
  patients: [
    givenPatient(PATIENT, {
      prefix: ['Ms'],
      telecom: TELECOM,
      addresses: [{ use: 'home', ...ADDRESS }],
      contacts: [{ relationship: 'Sister', family: 'Example', given: ['Sam'], telecom: TELECOM }],
      language: 'pl',
      interpreterRequired: true,
      registration: { type: 'R', start: '2010-01-01', end: '2030-01-01' },
      preferredBranch: 'main',
      generalPractitioner: 'patel',
    }),
  ],
  schedules: [
    {
      ...SCHEDULE,
      service: 'surgery',
      slots: ['2026-03-02T09:00', '2026-03-02T09:10', '2026-03-02T09:20', '2026-03-02T09:30', '2026-03-02T09:40'].map(practiceSlot),
    },
  ],
}

export async function givenTalkativePractice(
  t: TestContext,
  options: Partial<Pick<PracticeOptions, 'hear' | 'audit'>> = {},
): Promise<GivenPractice> {
  const practice = await givenPractice(t, {
    file: FILE,
    tracePatient: async (nhsNumber) => (nhsNumber === UNTRACEABLE ? { kind: 'unavailable', reason: 'time-out' } : givenTrace()),
    ...options,
  })
  const deps = { db: practice.db, now: () => practice.now, newId: randomUUID }
  await changeSupplierSwitch(deps, { on: true, practices: [practice.odsCode], by: 'Supplier' })
  await changeSettings(deps, { practice: practice.odsCode, by: 'Jo', wanted: { serviceFiltering: true } })
  return practice
}

/** The path of each interaction, with ids that are there. */
export function pathsAt(practice: GivenPractice, appointmentId: string): Record<InteractionOfProvider, string> {
  const patient = `/Patient/${practice.patients[PATIENT]}`
  return {
    readMetadata: '/metadata',
    findPatient: `/Patient?identifier=${SYSTEMS.nhsNumber}|${PATIENT}`,
    readPatient: patient,
    registerPatient: REGISTER,
    findPractitioner: `/Practitioner?identifier=${SYSTEMS.sdsUserId}|555000111222`,
    readPractitioner: `/Practitioner/${practice.practitioners.patel}`,
    findOrganization: `/Organization?identifier=${SYSTEMS.odsOrganisationCode}|${practice.odsCode}`,
    readOrganization: `/Organization/${practice.organisationId}`,
    readLocation: `/Location/${practice.locations.main}`,
    findHealthcareService: '/HealthcareService',
    readHealthcareService: `/HealthcareService/${practice.services.surgery}`,
    searchFreeSlots: `/Slot?${RANGE}`,
    bookAppointment: '/Appointment',
    readAppointment: `/Appointment/${appointmentId}`,
    amendAppointment: `/Appointment/${appointmentId}`,
    cancelAppointment: `/Appointment/${appointmentId}`,
    retrieveAppointments: `${patient}/Appointment?start=ge2026-03-02&start=le2026-03-08`,
  }
}

/** Every interaction as a consumer means it, one after another; the exchanges are those that were heard. */
export async function happyTraffic(t: TestContext): Promise<{ exchanges: Exchange[]; practice: GivenPractice; appointmentId: string }> {
  const exchanges: Exchange[] = []
  const practice = await givenTalkativePractice(t, { hear: (exchange) => exchanges.push(exchange) })
  const send = async (name: InteractionOfProvider, path: string, request: Call = {}): Promise<Reply> => {
    const reply = await practice.call(name, path, request)
    assert.ok(reply.status < 300, `${name}: ${reply.text}`)
    return reply
  }

  const contained = bookingOrganization({
    type: [{ coding: [{ system: SYSTEMS.organisationType, code: 'urgent-care', display: 'Urgent Care' }] }],
    address: [{ use: 'work', line: ['1 Hub Lane'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS1 6AE', country: 'GB' }],
    telecom: [{ system: 'phone', value: '0300 303 5678', use: 'work' }],
  })
  const role = {
    url: EXTENSIONS.practitionerRole,
    valueCodeableConcept: { coding: [{ system: SYSTEMS.sdsJobRoleNameLater, code: 'R0260', display: 'General Medical Practitioner' }] },
  }
  const channel = { url: EXTENSIONS.deliveryChannel, valueCode: 'In-person' }
  const booker = { url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } }
  const whole = {
    extension: [booker, role, channel],
    contained: [contained],
    comment: 'Needs step-free access',
    identifier: [{ system: 'https://hub.example/Id', value: 'a-1' }],
  }
  const { body: booked } = await send('bookAppointment', '/Appointment', {
    body: bookingOf(practice, ['2026-03-02T09:00', '2026-03-02T09:10'], whole),
  })
  const minimal = await send('bookAppointment', '/Appointment', {
    body: bookingOf(practice, ['2026-03-02T09:20']),
    headers: { prefer: 'return=minimal' },
  })
  const paths = pathsAt(practice, booked.id)
  const amendment = { ...booked, description: 'Sore throat, worse', comment: 'Asked to ring' }
  const { body: amended } = await send('amendAppointment', paths.amendAppointment, { body: amendment, headers: { 'if-match': 'W/"1"' } })
  const reason = { url: EXTENSIONS.appointmentCancellationReason, valueString: 'Feels better' }
  await send('cancelAppointment', paths.cancelAppointment, {
    body: { ...amended, status: 'cancelled', extension: [...amended.extension, reason] },
    headers: { 'if-match': 'W/"2"', prefer: 'return=representation' },
  })
  assert.ok(minimal.headers.location)

  await send('registerPatient', REGISTER, {
    body: givenRegistration(NEWCOMER, {
      telecom: TELECOM,
      gender: 'female',
      address: [
        { use: 'home', line: ADDRESS.lines, city: ADDRESS.city, district: ADDRESS.district, postalCode: ADDRESS.postalCode, country: 'GB' },
      ],
      name: [{ use: 'official', family: 'Jackson', given: ['Jane'], prefix: ['Mrs'] }],
      extension: [
        {
          url: EXTENSIONS.nhsCommunication,
          extension: [
            { url: 'language', valueCodeableConcept: { coding: [{ system: SYSTEMS.humanLanguage, code: 'pl', display: 'Polish' }] } },
            { url: 'interpreterRequired', valueBoolean: true },
          ],
        },
      ],
    }),
  })
  for (const name of ['readMetadata', 'findPatient', 'readPatient', 'findPractitioner', 'readPractitioner'] as const)
    await send(name, paths[name])
  for (const name of ['findOrganization', 'readOrganization', 'readLocation', 'readHealthcareService'] as const)
    await send(name, paths[name])
  for (const name of ['findHealthcareService', 'readAppointment', 'retrieveAppointments'] as const) await send(name, paths[name])
  await send('findHealthcareService', `/HealthcareService?identifier=${SYSTEMS.dosServiceId}|${DOS_SERVICE}`)
  await send('searchFreeSlots', paths.searchFreeSlots)
  const includes = ['Practitioner', 'Location', 'HealthcareService'].map((type) => `&_include:recurse=Schedule:actor:${type}`).join('')
  const filters = `&searchFilter=${SYSTEMS.odsOrganisationCode}|B30012&service.identifier=${SYSTEMS.dosServiceId}|${DOS_SERVICE}`
  await send('searchFreeSlots', `${paths.searchFreeSlots}${includes}${filters}`, { headers: { 'accept-encoding': 'gzip' } })
  await send('searchFreeSlots', `/Slot?${RANGE.replace('ge2026-03-02', 'ge2026-03-03')}`)
  return { exchanges, practice, appointmentId: booked.id }
}
