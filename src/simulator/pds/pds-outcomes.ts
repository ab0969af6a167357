import type { ApiReply } from '../api-request.ts'

const SYSTEM = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'

type Row = { status: number; code: string; issue: string; severity: 'error' | 'information'; display: string }

/** What PDS refuses, by our name for the situation; INVALID_VALUE is sent in two. */
export const PDS_OUTCOMES = {
  INVALID_RESOURCE_ID: { status: 400, code: 'INVALID_RESOURCE_ID', issue: 'value', severity: 'error', display: 'Resource Id is invalid' },
  MISSING_VALUE: { status: 400, code: 'MISSING_VALUE', issue: 'required', severity: 'error', display: 'Required value is missing' },
  INVALID_VALUE: { status: 400, code: 'INVALID_VALUE', issue: 'value', severity: 'error', display: 'Provided value is invalid' },
  INVALID_SEARCH_DATA: { status: 400, code: 'INVALID_SEARCH_DATA', issue: 'value', severity: 'error', display: 'Search data is invalid' },
  UNSUPPORTED_SERVICE: { status: 400, code: 'UNSUPPORTED_SERVICE', issue: 'processing', severity: 'error', display: 'Unsupported Service' },
  ADDITIONAL_PROPERTIES: {
    status: 400,
    code: 'ADDITIONAL_PROPERTIES',
    issue: 'invariant',
    severity: 'error',
    display: 'Additional properties should not be included',
  },
  UNSUPPORTED_REQUEST: {
    status: 400,
    code: 'UNSUPPORTED_REQUEST',
    issue: 'value',
    severity: 'error',
    display: 'The request is not one that is supported.',
  },
  ACCESS_DENIED: {
    status: 401,
    code: 'ACCESS_DENIED',
    issue: 'forbidden',
    severity: 'error',
    display: 'Access Denied - Unauthorised',
  },
  MORE_THAN_ONE_RESULT_ASKED_FOR: {
    status: 403,
    code: 'INVALID_VALUE',
    issue: 'token',
    severity: 'error',
    display: 'Cannot retrieve more than one result with application-restricted access token',
  },
  INVALID_METHOD: {
    status: 403,
    code: 'INVALID_METHOD',
    issue: 'forbidden',
    severity: 'error',
    display: 'Cannot update resource with application-restricted access token',
  },
  RESOURCE_NOT_FOUND: {
    status: 404,
    code: 'RESOURCE_NOT_FOUND',
    issue: 'not-found',
    severity: 'information',
    display: 'Resource not found',
  },
  INVALIDATED_RESOURCE: {
    status: 404,
    code: 'INVALIDATED_RESOURCE',
    issue: 'processing',
    severity: 'error',
    display: 'Resource that has been marked as invalid was requested - invalid resources cannot be retrieved',
  },
  // Its issue's code and its display are not published.
  UNABLE_TO_CALL_SERVICE: {
    status: 408,
    code: 'UNABLE_TO_CALL_SERVICE',
    issue: 'timeout',
    severity: 'error',
    display: 'Unable to call service',
  },
  TOO_MANY_REQUESTS: { status: 429, code: 'TOO_MANY_REQUESTS', issue: 'value', severity: 'error', display: 'Too many requests' },
  // A success by its status: callers have to look at the resource type.
  TOO_MANY_MATCHES: {
    status: 200,
    code: 'TOO_MANY_MATCHES',
    issue: 'multiple-matches',
    severity: 'information',
    display: 'Too Many Matches',
  },
} as const satisfies Record<string, Row>

type Saying = { diagnostics?: string; by?: 'gateway' | 'backend' }

/** The gateway in front of PDS labels its bodies `application/json`, PDS itself `application/fhir+json`. */
export function pdsOutcome(name: keyof typeof PDS_OUTCOMES, { diagnostics, by = 'backend' }: Saying = {}): ApiReply {
  const { status, code, issue, severity, display } = PDS_OUTCOMES[name]
  const details = { coding: [{ system: SYSTEM, version: '1', code, display }] }
  return {
    status,
    headers: { 'content-type': by === 'gateway' ? 'application/json' : 'application/fhir+json' },
    body: {
      resourceType: 'OperationOutcome',
      issue: [{ severity, code: issue, details, ...(diagnostics !== undefined && { diagnostics }) }],
    },
  }
}
