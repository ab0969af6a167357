// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source

import { type Mutant, waysIn } from '../mutant.ts'

/** Patients, practitioners, organisations, surgeries, and what the provider says of itself. */
export const PEOPLE_AND_PLACES_WAYS: readonly Mutant[] = [
  ...waysIn(
    'src/patients/model.ts',
    ['findPatient'],
    [
      {
        id: 'sensitive-patient-found',
        rule: 'PAT-02',
        breaks: 'finds a sensitive patient',
        search: 'return isActive(patient, now) && !patient.sensitive',
        replace: 'return isActive(patient, now)',
      },
      {
        id: 'deceased-patient-found',
        rule: 'PAT-02',
        breaks: 'finds a patient who has died',
        search: 'return patient.deceasedAt === undefined && ',
        replace: 'return ',
      },
      {
        id: 'left-patient-found',
        rule: 'PAT-02',
        breaks: 'finds a patient who has left',
        search: 'patient.registrationStart <= now && !ended',
        replace: 'patient.registrationStart <= now && ended !== undefined',
      },
    ],
  ),
  ...waysIn(
    'src/provider/routes/find-patient.ts',
    ['findPatient'],
    [
      {
        id: 'invalid-number-is-422',
        rule: 'PAT-01',
        breaks: 'answers an invalid NHS number with 422',
        search: "throw new SpineError('INVALID_NHS_NUMBER'",
        replace: "throw new SpineError('INVALID_PARAMETER'",
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/identifier-search.ts',
    ['findPatient'],
    [
      {
        id: 'two-identifiers-taken',
        rule: 'PAT-01',
        breaks: 'takes the first of two identifiers',
        search: 'value === undefined || values.length > 1',
        replace: 'value === undefined',
      },
      {
        id: 'other-system-is-empty',
        rule: 'PAT-01',
        breaks: 'refuses an identifier of another system with another code',
        search: "throw new SpineError('INVALID_IDENTIFIER_SYSTEM'",
        replace: "throw new SpineError('INVALID_IDENTIFIER_VALUE'",
      },
    ],
  ),
  ...waysIn(
    'src/patients/find-patient.ts',
    ['findPatient', 'readPatient'],
    [
      {
        id: 'untraced-patient-shown',
        rule: 'PAT-03',
        breaks: 'shows a patient of whom PDS says something else',
        search: 'if (!isVerifiedBy(await deps.tracePatient(patient.nhsNumber), { family, given, birthDate })) return undefined',
        replace: 'void [isVerifiedBy, family, given, birthDate]',
      },
      {
        id: 'unknown-patient-is-no-record',
        rule: 'PAT-04',
        breaks: 'answers an unknown patient with NO_RECORD_FOUND',
        search: "throw new SpineError('PATIENT_NOT_FOUND'",
        replace: "throw new SpineError('NO_RECORD_FOUND'",
        interactions: ['readPatient'],
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/patient.ts',
    ['readPatient'],
    [
      {
        id: 'name-without-use',
        rule: 'PAT-05',
        breaks: 'leaves the use out of the name',
        search: "name: [{ use: 'official', family,",
        replace: 'name: [{ family,',
      },
      {
        id: 'patient-with-marital-status',
        rule: 'PAT-05',
        breaks: 'sends a marital status',
        search: '    active: true,\n',
        replace: "    active: true,\n    maritalStatus: { text: 'Unknown' },\n",
      },
      {
        id: 'number-without-status',
        rule: 'PAT-05',
        breaks: 'leaves the verification status out',
        search: "identifier: [{ extension: [verificationStatus('01')], system",
        replace: 'identifier: [{ system',
      },
    ],
  ),
  ...waysIn(
    'src/directory/read-directory.ts',
    ['readPractitioner'],
    [
      {
        id: 'unknown-practitioner-is-no-record',
        rule: 'ORG-02',
        breaks: 'answers an unknown practitioner with NO_RECORD_FOUND',
        search: "throw new SpineError('PRACTITIONER_NOT_FOUND'",
        replace: "throw new SpineError('NO_RECORD_FOUND'",
      },
      {
        id: 'any-organisation',
        rule: 'ORG-02',
        breaks: 'answers any id of an Organization with the practice',
        search: 'if (organisation.id !== id)',
        replace: "if (organisation.id === '')",
        interactions: ['readOrganization'],
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/location.ts',
    ['readLocation'],
    [
      {
        id: 'location-without-organisation',
        rule: 'ORG-02',
        breaks: 'leaves the managing organisation out of a Location',
        search: '    managingOrganization: { reference: `Organization/${managedBy.id}` },\n',
        replace: '',
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/capability-statement.ts',
    ['readMetadata'],
    [
      {
        id: 'other-version',
        rule: 'GEN-18',
        breaks: 'says that it is of another version',
        search: "version: '1.2.9'",
        replace: "version: '1.2.7'",
      },
      {
        id: 'one-format-said',
        rule: 'ORG-04',
        breaks: 'does not say that it speaks XML',
        search: "format: ['application/fhir+json', 'application/fhir+xml']",
        replace: "format: ['application/fhir+json']",
      },
      {
        id: 'includes-not-said',
        rule: 'ORG-04',
        breaks: 'does not say what may be included',
        search: '    ...(searchInclude.length > 0 && { searchInclude }),\n',
        replace: '',
      },
    ],
  ),
]
