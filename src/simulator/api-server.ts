import type { RequestListener } from 'node:http'
import { type ApiReply, readApiRequest, sendApiReply } from './api-request.ts'
import { answerPds, PDS_BASE_PATH } from './pds/pds.ts'
import { answerSds, SDS_BASE_PATH } from './sds/sds.ts'
import type { SpineRecords } from './spine-records.ts'

export type ApiDeps = { records: () => SpineRecords; now: () => Date; newId: () => string; logFault: (error: unknown) => void }

/** The platform's answer where no API of its has one. */
function unknownError(status: 404 | 500): ApiReply {
  const coding = [
    {
      system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode',
      version: '1',
      code: 'UNKNOWN_ERROR',
      display: 'An unknown error occurred processing this request.',
    },
  ]
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'unknown', details: { coding } }] },
  }
}

/** PDS and SDS behind one address, as on the API platform. */
export function createApi(deps: ApiDeps): RequestListener {
  const apis = [
    { basePath: PDS_BASE_PATH, answer: answerPds },
    { basePath: SDS_BASE_PATH, answer: answerSds },
  ]
  return (request, response) => {
    try {
      for (const { basePath, answer } of apis) {
        const apiRequest = readApiRequest(request, basePath)
        if (apiRequest) return sendApiReply(response, answer(deps, apiRequest))
      }
      sendApiReply(response, unknownError(404))
    } catch (error) {
      deps.logFault(error)
      sendApiReply(response, unknownError(500))
    }
  }
}
