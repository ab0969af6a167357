import { type ApiReply, type ApiRequest, headerOf } from '../api-request.ts'
import { answerSds, type SdsDeps } from './sds.ts'
import { sdsKeyRefusal } from './sds-outcomes.ts'

export type SdsGatewayDeps = SdsDeps & { now: () => Date }

type Kept = { reply: ApiReply; until: number }

const HALF_AN_HOUR_MS = 30 * 60_000
const MOST_KEPT = 10_000

/** The gateway before the directory's FHIR API: lets in who has a key and, if it is to, keeps what was answered. */
export function createSdsGateway(deps: SdsGatewayDeps): (request: ApiRequest) => ApiReply {
  const { faults = {}, now } = deps
  const answers = new Map<string, Kept>()

  /** As the published one: by verb, path and query, and so neither by Accept nor by correlation id; 200 alone, "nothing found" too. */
  function answerOrKept(request: ApiRequest): ApiReply {
    const key = `${request.method} ${request.target}`
    const kept = answers.get(key)
    // `no-cache` asks past what is kept, not past keeping.
    if (kept && kept.until > now().getTime() && !/\bno-cache\b/i.test(headerOf(request.headers, 'cache-control') ?? '')) return kept.reply

    const reply = answerSds(deps, request)
    if (answers.size >= MOST_KEPT) answers.clear()
    if (reply.status === 200) answers.set(key, { reply, until: now().getTime() + HALF_AN_HOUR_MS })
    return reply
  }

  return (request) => {
    const apiKey = headerOf(request.headers, 'apikey')
    if (apiKey === undefined) return sdsKeyRefusal('missing')
    if (faults.knowsKey?.(apiKey) === false) return sdsKeyRefusal('unknown')
    if (faults.keepsAnswers?.() === true) return answerOrKept(request)
    answers.clear()
    return answerSds(deps, request)
  }
}
