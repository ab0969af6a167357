import pino from 'pino'
import { readOperationOutcome } from '../../../fhir/operation-outcome.ts'
import { parseJson } from '../../../fhir/parse-json.ts'
import { parseXml } from '../../../fhir/xml/parse-xml.ts'
import type { Dialect } from '../../../nhs/dialect.ts'
import { SPINE_ERRORS } from '../../../nhs/spine-errors.ts'
import type { Database } from '../../../postgres/database.ts'
import { buildProvider } from '../../../provider/server.ts'
import type { HttpRequest } from './http-request.ts'

/** What is known of the practice that is asked, and of the provider it is asked through. */
export type PracticeAsked = {
  baseUrl: string
  routingSegment: string
  odsCode: string
  asid: string
  additionalAudiences: readonly string[]
  dialect: Dialect
  serviceFiltering: boolean
  now: Date
}

export type Answered = { kind: 'let in' } | { kind: 'refused'; status: number; code: string; diagnostics: string }

/** There is no book: who gets as far as that has passed everything that can be checked without one. */
class BookAsked extends Error {
  override readonly name = 'BookAsked'
}

/** The provider as it is, hooks, routes, decoders and all, over a database that knows one practice and nothing else. */
export function openOfflineProvider(practice: PracticeAsked): {
  ask: (request: HttpRequest) => Promise<Answered>
  close: () => Promise<void>
} {
  let isLetIn = false
  const askTheBook = async (): Promise<never> => {
    isLetIn = true
    throw new BookAsked('There is no book here.')
  }
  const query = async <Row extends object>(sql: string): Promise<Row[]> =>
    /\bfrom organisation where ods_code = \$1$/.test(sql.trim()) ? ([organisationRow(practice)] as Row[]) : askTheBook()
  const db: Database = {
    isTransaction: false,
    query,
    transaction: askTheBook,
    load: () => ({ open: 0, idle: 0, waiting: 0 }),
    close: async () => undefined,
  }
  const { baseUrl, routingSegment, additionalAudiences, dialect } = practice
  const app = buildProvider({
    db,
    audit: { append: async () => undefined },
    now: () => practice.now,
    newId: () => 'lint',
    tracePatient: askTheBook,
    log: pino({ enabled: false }),
    config: {
      baseUrl,
      routingSegment,
      additionalAudiences,
      dialect,
      tokenSkewSeconds: 0,
      bodyLimitBytes: 1_048_576,
      temporaryRegistrationDays: 90,
    },
  })

  async function ask({ method, target, headers, body }: HttpRequest): Promise<Answered> {
    isLetIn = false
    const answer = await app.inject({
      method: method as 'GET',
      url: target,
      headers: joined(headers),
      ...(body !== '' && { payload: body }),
    })
    // A read of nothing that is here is let in as well: whether there is such an id, only the book knows.
    const refusal = isLetIn ? undefined : readOperationOutcome(outcomeIn(answer.body))
    if (!refusal || refusal.code === SPINE_ERRORS.ORGANISATION_NOT_FOUND.code) return { kind: 'let in' }
    return { kind: 'refused', status: answer.statusCode, code: refusal.code, diagnostics: refusal.diagnostics ?? '' }
  }
  return { ask, close: () => app.close() }
}

/** As the directory's store reads a practice that takes part. */
function organisationRow({ odsCode, asid, serviceFiltering }: PracticeAsked) {
  const switches = { gpConnect: true, appointmentManagement: true, serviceFiltering, serviceFilteringOffered: serviceFiltering }
  return { id: 'practice', version: 1, odsCode, asid, name: 'The practice asked', address: null, telecom: [], ...switches }
}

/** What node makes of a header that is sent more than once. */
function joined(headers: HttpRequest['headers']): Record<string, string> {
  const all: Record<string, string> = {}
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    // Lengths change while a request is edited and mended, and it comes here whole.
    if (key === 'content-length' || key === 'transfer-encoding') continue
    const before = all[key]
    if (before === undefined) all[key] = value
    else if (!ONCE.includes(key)) all[key] = `${before}, ${value}`
  }
  return all
}

const ONCE = ['authorization', 'content-type', 'host', 'user-agent', 'if-match']

function outcomeIn(text: string): unknown {
  const parsed = text.startsWith('<') ? parseXml(text) : parseJson(text)
  return parsed.kind === 'parsed' ? parsed.value : undefined
}
