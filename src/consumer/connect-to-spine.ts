import type { Application } from '../spine/bearer-token.ts'
import type { Fetch } from '../spine/http.ts'
import { createPds } from '../spine/pds.ts'
import { createSds } from '../spine/sds.ts'
import { createSsp } from '../spine/ssp.ts'
import type { ConsumerDeps } from './open-session.ts'

export type SpineConnection = {
  fetch: Fetch
  now: () => Date
  /** UUIDs: Spine refuses other request ids. */
  newId: () => string
  /** This system, as practices see it in every token. */
  application: Application
  pdsUrl: string
  sdsUrl: string
  sdsApiKey: string
  sspUrl: string
  /** For each single call. */
  timeoutMs: number
}

/** The Spine as a consumer's sessions need it. Nothing is sent yet. */
export function connectToSpine(connection: SpineConnection): ConsumerDeps {
  const { fetch, now, newId, timeoutMs, application, pdsUrl, sdsUrl, sdsApiKey, sspUrl } = connection
  return {
    now,
    pds: createPds({ fetch, now, newId, timeoutMs, baseUrl: pdsUrl }),
    sds: createSds({ fetch, now, newId, timeoutMs, baseUrl: sdsUrl, apiKey: sdsApiKey }),
    ssp: createSsp({ fetch, now, newId, timeoutMs, sspUrl, application }),
  }
}
