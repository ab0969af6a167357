/** Table INT, with the scope that SEC-05 asks for and the place in the path of what is addressed. */
type Row = { id: string; method: 'GET' | 'POST' | 'PUT'; path: string; scope: Scope; title: string }
export type Scope = 'patient/*.read' | 'patient/*.write' | 'organization/*.read'

const [READ, WRITE, ORGANISATION] = ['patient/*.read', 'patient/*.write', 'organization/*.read'] as const
const fhir = (rest: string) => `urn:nhs:names:services:gpconnect:fhir:${rest}`

export const INTERACTIONS = {
  readMetadata: { id: fhir('rest:read:metadata-1'), method: 'GET', path: '/metadata', scope: ORGANISATION, title: 'Read metadata' },
  findPatient: { id: fhir('rest:search:patient-1'), method: 'GET', path: '/Patient', scope: READ, title: 'Find a patient' },
  readPatient: { id: fhir('rest:read:patient-1'), method: 'GET', path: '/Patient/:id', scope: READ, title: 'Read a patient' },
  registerPatient: {
    id: fhir('operation:gpc.registerpatient-1'),
    method: 'POST',
    path: '/Patient/$gpc.registerpatient',
    scope: WRITE,
    title: 'Register a patient',
  },
  findPractitioner: {
    id: fhir('rest:search:practitioner-1'),
    method: 'GET',
    path: '/Practitioner',
    scope: ORGANISATION,
    title: 'Find a practitioner',
  },
  readPractitioner: {
    id: fhir('rest:read:practitioner-1'),
    method: 'GET',
    path: '/Practitioner/:id',
    scope: ORGANISATION,
    title: 'Read a practitioner',
  },
  findOrganization: {
    id: fhir('rest:search:organization-1'),
    method: 'GET',
    path: '/Organization',
    scope: ORGANISATION,
    title: 'Find an organisation',
  },
  readOrganization: {
    id: fhir('rest:read:organization-1'),
    method: 'GET',
    path: '/Organization/:id',
    scope: ORGANISATION,
    title: 'Read an organisation',
  },
  readLocation: { id: fhir('rest:read:location-1'), method: 'GET', path: '/Location/:id', scope: ORGANISATION, title: 'Read a location' },
  findHealthcareService: {
    id: fhir('rest:search:healthcareservice-1'),
    method: 'GET',
    path: '/HealthcareService',
    scope: ORGANISATION,
    title: 'Find a healthcare service',
  },
  readHealthcareService: {
    id: fhir('rest:read:healthcareservice-1'),
    method: 'GET',
    path: '/HealthcareService/:id',
    scope: ORGANISATION,
    title: 'Read a healthcare service',
  },
  searchFreeSlots: { id: fhir('rest:search:slot-1'), method: 'GET', path: '/Slot', scope: ORGANISATION, title: 'Search for free slots' },
  bookAppointment: {
    id: fhir('rest:create:appointment-1'),
    method: 'POST',
    path: '/Appointment',
    scope: WRITE,
    title: 'Book an appointment',
  },
  readAppointment: {
    id: fhir('rest:read:appointment-1'),
    method: 'GET',
    path: '/Appointment/:id',
    scope: READ,
    title: 'Read an appointment',
  },
  amendAppointment: {
    id: fhir('rest:update:appointment-1'),
    method: 'PUT',
    path: '/Appointment/:id',
    scope: WRITE,
    title: 'Amend an appointment',
  },
  cancelAppointment: {
    id: fhir('rest:cancel:appointment-1'),
    method: 'PUT',
    path: '/Appointment/:id',
    scope: WRITE,
    title: 'Cancel an appointment',
  },
  retrieveAppointments: {
    id: fhir('rest:search:patient_appointments-1'),
    method: 'GET',
    path: '/Patient/:id/Appointment',
    scope: READ,
    title: "Retrieve a patient's appointments",
  },
} as const satisfies Record<string, Row>

export type InteractionName = keyof typeof INTERACTIONS
export const INTERACTION_NAMES = Object.keys(INTERACTIONS) as InteractionName[] // the table is a literal, so it has no other keys
