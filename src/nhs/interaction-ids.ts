const PREFIX = 'urn:nhs:names:services:gpconnect:fhir:'

/** The interaction ids of Foundations and Appointment Management (REQUIREMENTS, table INT). */
export const INTERACTION_IDS = {
  readMetadata: `${PREFIX}rest:read:metadata-1`,
  findPatient: `${PREFIX}rest:search:patient-1`,
  readPatient: `${PREFIX}rest:read:patient-1`,
  registerPatient: `${PREFIX}operation:gpc.registerpatient-1`,
  findPractitioner: `${PREFIX}rest:search:practitioner-1`,
  readPractitioner: `${PREFIX}rest:read:practitioner-1`,
  findOrganization: `${PREFIX}rest:search:organization-1`,
  readOrganization: `${PREFIX}rest:read:organization-1`,
  readLocation: `${PREFIX}rest:read:location-1`,
  findHealthcareService: `${PREFIX}rest:search:healthcareservice-1`,
  readHealthcareService: `${PREFIX}rest:read:healthcareservice-1`,
  searchFreeSlots: `${PREFIX}rest:search:slot-1`,
  bookAppointment: `${PREFIX}rest:create:appointment-1`,
  readAppointment: `${PREFIX}rest:read:appointment-1`,
  amendAppointment: `${PREFIX}rest:update:appointment-1`,
  cancelAppointment: `${PREFIX}rest:cancel:appointment-1`,
  retrieveAppointments: `${PREFIX}rest:search:patient_appointments-1`,
} as const

export type InteractionName = keyof typeof INTERACTION_IDS
export type InteractionId = (typeof INTERACTION_IDS)[InteractionName]
