import { SYSTEMS } from '../../fhir/urls.ts'
import { example, found, healthcareService, location, organization, practitioner } from '../examples.ts'
import { VERSION } from '../headers.ts'
import type { Described, Examples } from '../interactions.ts'
import { identifierQuery } from '../parameters.ts'
import type { Refusals } from '../refusals.ts'
import { ref } from '../schema.ts'

const TAG = 'Practice and staff'

/** What a search by identifier may be refused for. */
export const IDENTIFIER_REFUSALS: Refusals = {
  BAD_REQUEST: 'identifier is missing, or sent more than once.',
  INVALID_IDENTIFIER_SYSTEM: 'identifier is of another system than the one this search is by.',
  INVALID_IDENTIFIER_VALUE: 'identifier has a blank value, where the provider is set to the letter of the specification.',
  INVALID_PARAMETER: 'identifier has no system, or a blank value.',
}

function read(
  name: 'readOrganization' | 'readPractitioner' | 'readLocation' | 'readHealthcareService',
  of: { type: string; refusals: Refusals; examples: Examples; more?: string },
): Described {
  const { type, refusals, examples, more = '' } = of
  return {
    interactions: [name],
    operationId: name,
    tag: TAG,
    summary: `Read ${type === 'Organization' ? 'an' : 'a'} ${type}`,
    description: `One ${type} by its id.${more}`,
    answer: { status: 200, description: `The ${type}.`, schema: ref(type), headers: VERSION, examples },
    refusals,
  }
}

export const directoryOperations: readonly Described[] = [
  {
    interactions: ['findOrganization'],
    operationId: 'findOrganization',
    tag: TAG,
    summary: 'Find the practice by ODS code',
    description: 'The practice itself, if the code is its own; else nothing.',
    parameters: [identifierQuery(true, SYSTEMS.odsOrganisationCode, 'A20047', 'The ODS code, with its system.')],
    answer: {
      status: 200,
      description: 'A Bundle of one or none.',
      schema: ref('OrganizationBundle'),
      examples: found('The practice', organization),
    },
    refusals: IDENTIFIER_REFUSALS,
  },
  read('readOrganization', {
    type: 'Organization',
    examples: example('The practice', organization),
    refusals: { ORGANISATION_NOT_FOUND: 'The practice has another id.' },
  }),
  {
    interactions: ['findPractitioner'],
    operationId: 'findPractitioner',
    tag: TAG,
    summary: 'Find a practitioner by SDS user id',
    description: 'Whoever at this practice has the user id of the Spine directory.',
    parameters: [identifierQuery(true, SYSTEMS.sdsUserId, '555000111222', 'The SDS user id, with its system.')],
    answer: {
      status: 200,
      description: 'A Bundle of one or none.',
      schema: ref('PractitionerBundle'),
      examples: found('A GP', practitioner),
    },
    refusals: IDENTIFIER_REFUSALS,
  },
  read('readPractitioner', {
    type: 'Practitioner',
    examples: example('A GP', practitioner),
    refusals: { PRACTITIONER_NOT_FOUND: 'No Practitioner of this practice has that id.' },
  }),
  read('readLocation', {
    type: 'Location',
    examples: example('A surgery', location),
    refusals: { NO_RECORD_FOUND: 'No Location of this practice has that id.' },
    more: ' The appointments of home visits name a Location too, which says that the place is the practice’s to tell.',
  }),
  {
    interactions: ['findHealthcareService'],
    operationId: 'findHealthcareService',
    tag: TAG,
    summary: 'List the services, or find one',
    description:
      'All services of the practice, or the one with the id of the Directory of Services. None where service filtering is switched off.',
    parameters: [identifierQuery(false, SYSTEMS.dosServiceId, '2000099999', 'The id of the service, with its system; left out for all.')],
    answer: {
      status: 200,
      description: 'A Bundle of the services.',
      schema: ref('HealthcareServiceBundle'),
      examples: found('One service', healthcareService),
    },
    refusals: { INVALID_PARAMETER: 'identifier is sent more than once, or lacks system or value.' },
  },
  read('readHealthcareService', {
    type: 'HealthcareService',
    examples: example('A service', healthcareService),
    refusals: {
      BAD_REQUEST: 'The id is empty.',
      NO_RECORD_FOUND: 'No service of this practice has that id, or service filtering is switched off.',
    },
  }),
]
