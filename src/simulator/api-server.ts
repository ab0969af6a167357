import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type ApiReply, type ApiRequest, readApiRequest, sendApiReply } from './api-request.ts'
import { answerOds, ODS_BASE_PATH } from './ods/ods.ts'
import { arrangeOrganisations, type ListedOrganisations } from './ods/organisation-record.ts'
import { answerPds, PDS_BASE_PATH } from './pds/pds.ts'
import { createRateLimit } from './pds/rate-limit.ts'
import { SDS_BASE_PATH } from './sds/sds.ts'
import type { SdsFaults } from './sds/sds-faults.ts'
import { createSdsGateway } from './sds/sds-gateway.ts'
import type { SpineRecords } from './spine-records.ts'
import { createAccessTokens } from './token/access-tokens.ts'
import { readBody } from './token/read-body.ts'
import { answerToken, TOKEN_PATH } from './token/token.ts'

export type ApiDeps = {
  records: () => SpineRecords
  now: () => Date
  newId: () => string
  logFault: (error: unknown) => void
  listed?: ListedOrganisations | undefined
  sdsFaults?: SdsFaults | undefined
}

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

/** PDS, SDS, ODS and the token endpoint behind one address, as on the API platform. */
export function createApi(deps: ApiDeps): RequestListener {
  const sds = createSdsGateway({ ...deps, faults: deps.sdsFaults })
  const apis = [
    { basePath: PDS_BASE_PATH, answer: answerPds },
    { basePath: SDS_BASE_PATH, answer: (_: unknown, request: ApiRequest) => sds(request) },
    { basePath: ODS_BASE_PATH, answer: answerOds },
  ]
  const platform = {
    ...deps,
    tokens: createAccessTokens(deps),
    limit: createRateLimit(deps),
    organisations: arrangeOrganisations(deps.records, deps.listed),
  }
  const sendToken = async (tokenRequest: ApiRequest, request: IncomingMessage, response: ServerResponse) => {
    try {
      sendApiReply(response, answerToken(platform, tokenRequest, await readBody(request)))
    } catch (error) {
      // A caller who left in the middle is no fault.
      if (!request.destroyed) deps.logFault(error)
      response.destroy()
    }
  }
  return (request, response) => {
    try {
      for (const { basePath, answer } of apis) {
        const apiRequest = readApiRequest(request, basePath)
        if (apiRequest) return sendApiReply(response, answer(platform, apiRequest))
      }
      const tokenRequest = readApiRequest(request, TOKEN_PATH)
      if (tokenRequest) return void sendToken(tokenRequest, request, response)
      sendApiReply(response, unknownError(404))
    } catch (error) {
      deps.logFault(error)
      sendApiReply(response, unknownError(500))
    }
  }
}
