import { STATUS_CODES } from 'node:http'
import type { ApiReply } from '../api-request.ts'

/** What the directory refuses. Its code system is STU3's although the API is R4. */
const SDS_OUTCOMES = {
  400: { issue: 'required', code: 'BAD_REQUEST', display: 'Bad request', diagnostics: undefined, allow: undefined },
  404: {
    issue: 'not-found',
    code: 'NO_RECORD_FOUND',
    display: 'No record found',
    diagnostics: 'HTTP endpoint not found',
    allow: undefined,
  },
  405: {
    issue: 'not-supported',
    code: 'NOT_IMPLEMENTED',
    display: 'Not implemented',
    diagnostics: 'HTTP operation not supported',
    allow: 'GET',
  },
  406: {
    issue: 'not-supported',
    code: 'MISSING_OR_INVALID_HEADER',
    display: 'There is a required header missing or invalid',
    diagnostics: 'Accept type not supported',
    allow: undefined,
  },
  500: {
    issue: 'exception',
    code: 'INTERNAL_SERVER_ERROR',
    display: 'Unexpected internal server error',
    diagnostics: 'simulated exception',
    allow: undefined,
  },
  502: {
    issue: 'exception',
    code: 'INTERNAL_SERVER_ERROR',
    display: 'Unexpected internal server error',
    diagnostics: 'Invalid LDAP response received',
    allow: undefined,
  },
  504: {
    issue: 'timeout',
    code: 'INTERNAL_SERVER_ERROR',
    display: 'Unexpected internal server error',
    diagnostics: 'LDAP request timed out',
    allow: undefined,
  },
} as const

export function sdsOutcome(status: keyof typeof SDS_OUTCOMES, correlationId: string, fault = ''): ApiReply {
  const { issue, code, display, diagnostics, allow } = SDS_OUTCOMES[status]
  const coding = [{ system: 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1', code, display }]
  const saying = diagnostics ?? `HTTP ${status}: ${STATUS_CODES[status]} (${fault})`
  return {
    status,
    headers: { 'content-type': 'application/fhir+json', 'x-correlation-id': correlationId, allow },
    body: {
      resourceType: 'OperationOutcome',
      id: correlationId,
      issue: [{ severity: 'error', code: issue, details: { coding }, diagnostics: saying }],
    },
  }
}

/** The gateway's own refusal. Which words it uses is not published. */
export function sdsKeyRefusal(because: 'missing' | 'unknown'): ApiReply {
  const coding = [
    {
      system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode',
      version: '1',
      code: 'ACCESS_DENIED',
      display: because === 'missing' ? 'Failed to resolve API Key variable request.header.apikey' : 'Invalid ApiKey',
    },
  ]
  return {
    status: 401,
    headers: { 'content-type': 'application/json' },
    body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden', details: { coding } }] },
  }
}
