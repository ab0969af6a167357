import type { ApiReply } from '../api-request.ts'

/** The proxy's own answers: no profile, the status as the code, the same words twice. */

const SYSTEM = 'http://fhir.nhs.net/ValueSet/gpconnect-schedule-response-code-1-0'
const HEADERS = { 'content-type': 'application/fhir+json' }

type Refusal = { status: number; issue: string; saying: string }

export function sspOutcome({ status, issue, saying }: Refusal, id: string): ApiReply {
  const coding = [{ code: String(status), display: saying, system: SYSTEM }]
  return {
    status,
    headers: HEADERS,
    body: { resourceType: 'OperationOutcome', id, issue: [{ code: issue, severity: 'error', details: { coding }, diagnostics: saying }] },
  }
}

/** Published in another shape than the rest: fatal, without id or diagnostics. */
export function methodNotAllowed(): ApiReply {
  const coding = [
    { code: '405', display: '405: Method Not Allowed', system: 'https://fhir.nhs.uk/StructureDefinition/spine-operationoutcome-1' },
  ]
  return {
    status: 405,
    headers: { ...HEADERS, allow: 'GET, POST, PUT' },
    body: { resourceType: 'OperationOutcome', issue: [{ code: 'forbidden', severity: 'fatal', details: { coding } }] },
  }
}
