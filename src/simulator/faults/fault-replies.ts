import { toOperationOutcome } from '../../fhir/operation-outcome.ts'
import type { ApiReply } from '../api-request.ts'
import { sspOutcome } from '../ssp/ssp-outcomes.ts'
import type { Fault, Service } from './fault-script.ts'

export type FailureStatus = Extract<Fault, { kind: 'status' }>['status']

const FHIR_JSON = { 'content-type': 'application/fhir+json' }

/** What a service says of itself when it fails, as far as that is published. */
export function failureReply(service: Exclude<Service, 'ssp'>, status: FailureStatus, newId: () => string): ApiReply {
  if (service === 'token' || service === 'cis2') {
    const error = status === 429 ? 'slow_down' : status === 500 ? 'server_error' : 'temporarily_unavailable'
    return { status, headers: { 'content-type': 'application/json' }, body: { error, error_description: 'The service cannot answer now.' } }
  }
  if (service === 'sds' && status !== 429) {
    const [issue, diagnostics] = status === 504 ? ['timeout', 'LDAP request timed out'] : ['exception', 'Invalid LDAP response received']
    const coding = [
      {
        system: 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1',
        code: 'INTERNAL_SERVER_ERROR',
        display: 'Unexpected internal server error',
      },
    ]
    return {
      status,
      headers: FHIR_JSON,
      body: {
        resourceType: 'OperationOutcome',
        id: newId(),
        issue: [{ severity: 'error', code: issue, details: { coding }, diagnostics }],
      },
    }
  }
  return platformFailure(status)
}

/** The API platform's own, before any service of its was asked. */
function platformFailure(status: FailureStatus): ApiReply {
  const [issue, code, display] = PLATFORM_WORDS[status]
  const coding = [{ system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode', version: '1', code, display }]
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: issue, details: { coding } }] },
  }
}

const UNKNOWN = ['unknown', 'UNKNOWN_ERROR', 'An unknown error occurred processing this request.'] as const

const PLATFORM_WORDS = {
  429: ['value', 'TOO_MANY_REQUESTS', 'Too many requests'],
  500: UNKNOWN,
  502: UNKNOWN,
  503: ['timeout', 'SERVICE_UNAVAILABLE', 'Service unavailable'],
  504: UNKNOWN,
} as const satisfies Record<FailureStatus, readonly [string, string, string]>

/** Of some of these the guide publishes the statuses alone: their words follow the 502's. `target` is how the proxy names it. */
export function sspFailureReply(status: FailureStatus, target: string, newId: () => string): ApiReply {
  if (status === 500) return providerFailure()
  const { issue, saying } = SSP_WORDS[status]
  return sspOutcome({ status, issue, saying: saying.endsWith('_URL') ? `${saying}_${target}` : saying }, newId())
}

const SSP_WORDS = {
  429: { issue: 'throttled', saying: 'TOO_MANY_REQUESTS' },
  502: { issue: 'transient', saying: 'ERROR_COMMUNICATING_TO_ENDPOINT_URL' },
  503: { issue: 'transient', saying: 'SERVICE_UNAVAILABLE' },
  504: { issue: 'timeout', saying: 'TIMEOUT_COMMUNICATING_TO_ENDPOINT_URL' },
} as const

/** The practice's system failed, and says so as GP Connect wants it. */
function providerFailure(): ApiReply {
  return { status: 500, headers: FHIR_JSON, body: toOperationOutcome('INTERNAL_SERVER_ERROR', '') }
}

/** A practice whose clock is wrong finds every token expired, or of the future. */
export function skewedClockReply(minutes: number): ApiReply {
  const why = minutes > 0 ? 'The token has expired.' : 'The token was issued in the future.'
  return { status: 400, headers: FHIR_JSON, body: toOperationOutcome('BAD_REQUEST', why) }
}
