import { INTERACTION_IDS, type InteractionId, type InteractionName } from '../nhs/interaction-ids.ts'

export type Scope = 'patient/*.read' | 'patient/*.write' | 'organization/*.read'

type SearchParameter = { name: string; type: 'token' | 'date'; documentation: string }

export type Interaction = {
  id: InteractionId
  method: 'GET' | 'POST' | 'PUT'
  /** Under the practice's service root. */
  path: string
  /** What `requested_scope` must allow (SEC-05). */
  scope: Scope
  /** Whatever the practice has switched off (ADM-04, ORG-04). */
  alwaysAnswered?: boolean
  /** How the CapabilityStatement lists it (ORG-04): an interaction of a resource, or an operation. */
  capability?:
    | {
        type: string
        code: 'read' | 'search-type' | 'create' | 'update'
        search?: readonly SearchParameter[]
        includes?: readonly string[]
      }
    | { operation: string; definition: string }
}

const identifierOf = (documentation: string): readonly SearchParameter[] => [{ name: 'identifier', type: 'token', documentation }]

/**
 * Every interaction this provider has (REQUIREMENTS, table INT): routing, the Ssp-InteractionID check, the token's scope, the
 * CapabilityStatement and the log read it. What it lacks is answered with NOT_IMPLEMENTED.
 */
export const INTERACTIONS = {
  readMetadata: {
    id: INTERACTION_IDS.readMetadata,
    method: 'GET',
    path: '/metadata',
    scope: 'organization/*.read',
    alwaysAnswered: true,
  },
  findPatient: {
    id: INTERACTION_IDS.findPatient,
    method: 'GET',
    path: '/Patient',
    scope: 'patient/*.read',
    capability: { type: 'Patient', code: 'search-type', search: identifierOf('NHS number: https://fhir.nhs.uk/Id/nhs-number|[number]') },
  },
  readPatient: {
    id: INTERACTION_IDS.readPatient,
    method: 'GET',
    path: '/Patient/:id',
    scope: 'patient/*.read',
    capability: { type: 'Patient', code: 'read' },
  },
  registerPatient: {
    id: INTERACTION_IDS.registerPatient,
    method: 'POST',
    path: '/Patient/$gpc.registerpatient',
    scope: 'patient/*.write',
    capability: {
      operation: 'gpc.registerpatient',
      definition: 'https://fhir.nhs.uk/STU3/OperationDefinition/GPConnect-RegisterPatient-Operation-1',
    },
  },
  findPractitioner: {
    id: INTERACTION_IDS.findPractitioner,
    method: 'GET',
    path: '/Practitioner',
    scope: 'organization/*.read',
    capability: { type: 'Practitioner', code: 'search-type', search: identifierOf('SDS user id: https://fhir.nhs.uk/Id/sds-user-id|[id]') },
  },
  readPractitioner: {
    id: INTERACTION_IDS.readPractitioner,
    method: 'GET',
    path: '/Practitioner/:id',
    scope: 'organization/*.read',
    capability: { type: 'Practitioner', code: 'read' },
  },
  findOrganization: {
    id: INTERACTION_IDS.findOrganization,
    method: 'GET',
    path: '/Organization',
    scope: 'organization/*.read',
    capability: {
      type: 'Organization',
      code: 'search-type',
      search: identifierOf('ODS code: https://fhir.nhs.uk/Id/ods-organization-code|[code]'),
    },
  },
  readOrganization: {
    id: INTERACTION_IDS.readOrganization,
    method: 'GET',
    path: '/Organization/:id',
    scope: 'organization/*.read',
    capability: { type: 'Organization', code: 'read' },
  },
  readLocation: {
    id: INTERACTION_IDS.readLocation,
    method: 'GET',
    path: '/Location/:id',
    scope: 'organization/*.read',
    capability: { type: 'Location', code: 'read' },
  },
  findHealthcareService: {
    id: INTERACTION_IDS.findHealthcareService,
    method: 'GET',
    path: '/HealthcareService',
    scope: 'organization/*.read',
    capability: {
      type: 'HealthcareService',
      code: 'search-type',
      search: identifierOf('DOS service id, or left out for all: https://fhir.nhs.uk/Id/uec-dos-service-id|[id]'),
    },
  },
  readHealthcareService: {
    id: INTERACTION_IDS.readHealthcareService,
    method: 'GET',
    path: '/HealthcareService/:id',
    scope: 'organization/*.read',
    capability: { type: 'HealthcareService', code: 'read' },
  },
  searchFreeSlots: {
    id: INTERACTION_IDS.searchFreeSlots,
    method: 'GET',
    path: '/Slot',
    scope: 'organization/*.read',
    capability: {
      type: 'Slot',
      code: 'search-type',
      includes: [
        'Slot:schedule',
        'Schedule:actor:Practitioner',
        'Schedule:actor:Location',
        'Location:managingOrganization',
        'Schedule:actor:HealthcareService',
      ],
      search: [
        { name: 'start', type: 'date', documentation: 'With prefix ge: no slot starts before it' },
        { name: 'end', type: 'date', documentation: 'With prefix le: no slot ends after it; at most two weeks from start' },
        { name: 'status', type: 'token', documentation: 'Always free' },
        { name: 'searchFilter', type: 'token', documentation: 'Organisation type and ODS code of the organisation that would book' },
        { name: 'service.identifier', type: 'token', documentation: 'DOS service id: https://fhir.nhs.uk/Id/uec-dos-service-id|[id]' },
      ],
    },
  },
  bookAppointment: {
    id: INTERACTION_IDS.bookAppointment,
    method: 'POST',
    path: '/Appointment',
    scope: 'patient/*.write',
    capability: { type: 'Appointment', code: 'create' },
  },
  readAppointment: {
    id: INTERACTION_IDS.readAppointment,
    method: 'GET',
    path: '/Appointment/:id',
    scope: 'patient/*.read',
    capability: { type: 'Appointment', code: 'read' },
  },
  amendAppointment: {
    id: INTERACTION_IDS.amendAppointment,
    method: 'PUT',
    path: '/Appointment/:id',
    scope: 'patient/*.write',
    capability: { type: 'Appointment', code: 'update' },
  },
  cancelAppointment: {
    id: INTERACTION_IDS.cancelAppointment,
    method: 'PUT',
    path: '/Appointment/:id',
    scope: 'patient/*.write',
    // FHIR has no interaction of its own for it: it is an update too.
  },
  retrieveAppointments: {
    id: INTERACTION_IDS.retrieveAppointments,
    method: 'GET',
    path: '/Patient/:id/Appointment',
    scope: 'patient/*.read',
    capability: {
      type: 'Appointment',
      code: 'search-type',
      search: [
        { name: 'start', type: 'date', documentation: 'Twice, with prefix ge and with prefix le: the days to look at, from today on' },
      ],
    },
  },
} as const satisfies Partial<Record<InteractionName, Interaction>>

/** Whether some interaction has this path, whatever its verb (ERR-03: a wrong verb on a known path is a bad request). */
export function isKnownPath(path: string): boolean {
  return Object.values(INTERACTIONS).some((interaction) => pattern(interaction.path).test(path))
}

function pattern(path: string): RegExp {
  const escaped = path.replace(/[.$]/g, '\\$&').replace(':id', '[^/$]*')
  return new RegExp(`^${escaped}$`)
}
