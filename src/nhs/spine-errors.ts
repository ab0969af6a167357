type IssueType =
  | 'value'
  | 'business-rule'
  | 'not-found'
  | 'forbidden'
  | 'duplicate'
  | 'conflict'
  | 'invalid'
  | 'not-supported'
  | 'processing'

type SpineErrorRow = { code: string; status: number; issue: IssueType; display: string }

/**
 * Every error a GP Connect provider may send, and nothing else (ERR-02). The key is our name for the situation, because
 * BAD_REQUEST is sent with several statuses; `code` and `display` are the code list's, which wins over the
 * specification's tables and examples where they print others (decision 0006).
 */
export const SPINE_ERRORS = {
  INVALID_IDENTIFIER_SYSTEM: { code: 'INVALID_IDENTIFIER_SYSTEM', status: 400, issue: 'value', display: 'Invalid identifier system' },
  INVALID_IDENTIFIER_VALUE: { code: 'INVALID_IDENTIFIER_VALUE', status: 400, issue: 'value', display: 'Invalid identifier value' },
  INVALID_NHS_NUMBER: { code: 'INVALID_NHS_NUMBER', status: 400, issue: 'value', display: 'Invalid NHS number' },
  INVALID_PATIENT_DEMOGRAPHICS: {
    code: 'INVALID_PATIENT_DEMOGRAPHICS',
    status: 400,
    issue: 'business-rule',
    display: 'Invalid patient demographics',
  },
  ORGANISATION_NOT_FOUND: { code: 'ORGANISATION_NOT_FOUND', status: 404, issue: 'not-found', display: 'Organisation not found' },
  PATIENT_NOT_FOUND: { code: 'PATIENT_NOT_FOUND', status: 404, issue: 'not-found', display: 'Patient not found' },
  PRACTITIONER_NOT_FOUND: { code: 'PRACTITIONER_NOT_FOUND', status: 404, issue: 'not-found', display: 'Practitioner not found' },
  NO_RECORD_FOUND: { code: 'NO_RECORD_FOUND', status: 404, issue: 'not-found', display: 'No record found' },
  NO_PATIENT_CONSENT: {
    code: 'NO_PATIENT_CONSENT',
    status: 403,
    issue: 'forbidden',
    display: 'Patient has not provided consent to share data',
  },
  NO_ORGANISATIONAL_CONSENT: {
    code: 'NO_ORGANISATIONAL_CONSENT',
    status: 403,
    issue: 'forbidden',
    display: 'Organisation has not provided consent to share data',
  },
  ACCESS_DENIED: {
    code: 'ACCESS DENIED',
    status: 403,
    issue: 'forbidden',
    display: 'Access has been denied to process this request',
  },
  DUPLICATE_REJECTED: {
    code: 'DUPLICATE_REJECTED',
    status: 409,
    issue: 'duplicate',
    display: 'Create would lead to creation of a duplicate resource',
  },
  FHIR_CONSTRAINT_VIOLATION: { code: 'FHIR_CONSTRAINT_VIOLATION', status: 409, issue: 'conflict', display: 'FHIR constraint violated' },
  INVALID_RESOURCE: { code: 'INVALID_RESOURCE', status: 422, issue: 'invalid', display: 'Invalid validation of resource' },
  INVALID_PARAMETER: { code: 'INVALID_PARAMETER', status: 422, issue: 'invalid', display: 'Invalid parameter' },
  REFERENCE_NOT_FOUND: { code: 'REFERENCE_NOT_FOUND', status: 422, issue: 'invalid', display: 'Reference not found' },
  BAD_REQUEST: { code: 'BAD_REQUEST', status: 400, issue: 'invalid', display: 'Bad request' },
  BODY_TOO_LARGE: { code: 'BAD_REQUEST', status: 413, issue: 'invalid', display: 'Bad request' },
  UNSUPPORTED_MEDIA_TYPE: { code: 'BAD_REQUEST', status: 415, issue: 'not-supported', display: 'Bad request' },
  NOT_IMPLEMENTED: { code: 'NOT_IMPLEMENTED', status: 501, issue: 'not-supported', display: 'Not implemented' },
  INTERNAL_SERVER_ERROR: {
    code: 'INTERNAL_SERVER_ERROR',
    status: 500,
    issue: 'processing',
    display: 'Unexpected internal server error',
  },
} as const satisfies Record<string, SpineErrorRow>

export type SpineErrorName = keyof typeof SPINE_ERRORS

/** A refusal: thrown once, where the rule is known, and turned into an OperationOutcome by one hook. */
export class SpineError extends Error {
  override readonly name = 'SpineError'
  readonly error: SpineErrorName

  /** `diagnostics` is sent to the consumer and logged: never a name, an NHS number or SQL. */
  constructor(error: SpineErrorName, diagnostics: string, options?: ErrorOptions) {
    super(diagnostics, options)
    this.error = error
  }
}
