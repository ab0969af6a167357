import type { ApiReply } from '../api-request.ts'

export const FHIR_JSON = { 'content-type': 'application/fhir+json;charset=UTF-8' }

/** As HAPI words them: no Spine codes, and a number of its own at the start. */
export function odsOutcome(status: number, diagnostics: string): ApiReply {
  return {
    status,
    headers: FHIR_JSON,
    body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing', diagnostics }] },
  }
}
