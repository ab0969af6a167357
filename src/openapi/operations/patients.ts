import { searchset } from '../../fhir/bundle.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import { example, found, patient, registration } from '../examples.ts'
import { VERSION } from '../headers.ts'
import type { Described } from '../interactions.ts'
import { identifierQuery } from '../parameters.ts'
import { ref } from '../schema.ts'
import { IDENTIFIER_REFUSALS } from './directory.ts'

const TAG = 'Patients'

export const patientOperations: readonly Described[] = [
  {
    interactions: ['findPatient'],
    operationId: 'findPatient',
    tag: TAG,
    summary: 'Find a patient by NHS number',
    description:
      'The active record that the practice has for an NHS number. Nobody is found whose number is not verified, whose record is sensitive, or who has left or died.',
    parameters: [identifierQuery(true, SYSTEMS.nhsNumber, '9990000018', 'The NHS number, with its system.')],
    answer: {
      status: 200,
      description: 'A Bundle of one or none.',
      schema: ref('PatientBundle'),
      examples: found('The patient', patient),
    },
    refusals: { ...IDENTIFIER_REFUSALS, INVALID_NHS_NUMBER: 'identifier holds no valid NHS number.' },
  },
  {
    interactions: ['readPatient'],
    operationId: 'readPatient',
    tag: TAG,
    summary: 'Read a patient',
    description: 'One record by its id, under the same conditions as the search.',
    answer: {
      status: 200,
      description: 'The Patient.',
      schema: ref('Patient'),
      headers: VERSION,
      examples: example('The patient', patient),
    },
    refusals: { PATIENT_NOT_FOUND: 'No active patient of this practice has that id.' },
  },
  {
    interactions: ['registerPatient'],
    operationId: 'registerPatient',
    tag: TAG,
    summary: 'Register a temporary patient',
    description:
      'For somebody who has no record here and is to be booked. The person is traced on PDS first; the registration ends by itself.',
    body: { schema: ref('RegistrationRequest'), examples: example('Somebody new', registration) },
    answer: {
      status: 200,
      description: 'A Bundle of the one Patient that was made, or made active again.',
      schema: ref('PatientBundle'),
      examples: example('The new patient', searchset([patient])),
    },
    refusals: {
      BAD_REQUEST:
        'Birth date, official name, family name or the system of an identifier is missing, a telecom comes twice, or registerPatient does.',
      INVALID_NHS_NUMBER: 'The NHS number is missing or invalid, or PDS has superseded or invalidated it.',
      INVALID_PATIENT_DEMOGRAPHICS:
        'PDS does not know the number, does not agree, or does not allow this person to be registered; or the practice does not.',
      DUPLICATE_REJECTED: 'This person is registered here already.',
      INTERNAL_SERVER_ERROR: 'PDS could not be asked, and nothing was registered.',
    },
  },
]
