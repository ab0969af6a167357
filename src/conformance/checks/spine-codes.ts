/** ERR-02, as the judge knows it: which code goes with which status and issue code, and how the code list shows it. */
export type SpineCode = { display: string; sentAs: readonly (readonly [status: number, issue: string])[] }

export const SPINE_CODES: Readonly<Record<string, SpineCode>> = {
  INVALID_IDENTIFIER_SYSTEM: { display: 'Invalid identifier system', sentAs: [[400, 'value']] },
  INVALID_IDENTIFIER_VALUE: { display: 'Invalid identifier value', sentAs: [[400, 'value']] },
  INVALID_NHS_NUMBER: { display: 'Invalid NHS number', sentAs: [[400, 'value']] },
  INVALID_PATIENT_DEMOGRAPHICS: { display: 'Invalid patient demographics', sentAs: [[400, 'business-rule']] },
  ORGANISATION_NOT_FOUND: { display: 'Organisation not found', sentAs: [[404, 'not-found']] },
  PATIENT_NOT_FOUND: { display: 'Patient not found', sentAs: [[404, 'not-found']] },
  PRACTITIONER_NOT_FOUND: { display: 'Practitioner not found', sentAs: [[404, 'not-found']] },
  NO_RECORD_FOUND: { display: 'No record found', sentAs: [[404, 'not-found']] },
  NO_PATIENT_CONSENT: { display: 'Patient has not provided consent to share data', sentAs: [[403, 'forbidden']] },
  NO_ORGANISATIONAL_CONSENT: { display: 'Organisation has not provided consent to share data', sentAs: [[403, 'forbidden']] },
  'ACCESS DENIED': { display: 'Access has been denied to process this request', sentAs: [[403, 'forbidden']] },
  DUPLICATE_REJECTED: { display: 'Create would lead to creation of a duplicate resource', sentAs: [[409, 'duplicate']] },
  FHIR_CONSTRAINT_VIOLATION: { display: 'FHIR constraint violated', sentAs: [[409, 'conflict']] },
  INVALID_RESOURCE: { display: 'Invalid validation of resource', sentAs: [[422, 'invalid']] },
  INVALID_PARAMETER: { display: 'Invalid parameter', sentAs: [[422, 'invalid']] },
  REFERENCE_NOT_FOUND: { display: 'Reference not found', sentAs: [[422, 'invalid']] },
  BAD_REQUEST: {
    display: 'Bad request',
    sentAs: [
      [400, 'invalid'],
      [413, 'invalid'],
      [415, 'not-supported'],
    ],
  },
  NOT_IMPLEMENTED: { display: 'Not implemented', sentAs: [[501, 'not-supported']] },
  INTERNAL_SERVER_ERROR: { display: 'Unexpected internal server error', sentAs: [[500, 'processing']] },
}
