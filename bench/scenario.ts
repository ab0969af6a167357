import { randomUUID } from 'node:crypto'
import pino from 'pino'
import type { Database } from '../src/postgres/database.ts'
import { PROVIDER_SETTINGS } from '../src/provider/config.ts'
import { INTERACTIONS } from '../src/provider/interactions.ts'
import { buildProvider } from '../src/provider/server.ts'
import { givenToken } from '../test/given/token.ts'
import { PRACTICE_ASID } from './practices.ts'
import { recordDatabase, type Step } from './recording.ts'

export const BASE_URL = 'https://provider.example'

/** What differs between two requests of a scenario, by name: also in the parameters of its statements. */
export type Variables = Record<string, string>

export type Taken = { body?: string; variables: Variables }

export type HttpRequest = { method: 'GET' | 'POST' | 'PUT'; path: string; headers: Record<string, string> }

export type Reply = { status: number; headers: Record<string, string>; body: string }

/** One interaction, again and again: as the provider is asked it, and all that its limit has to do for it. */
export type Scenario = {
  name: string
  /** Made anew for each round, because a token lasts five minutes. */
  request: () => HttpRequest
  /** What is sent beside it, each time something that was not sent before. */
  take: (count: number) => Taken[]
  recorded: { steps: Step[]; reply: Reply; variables: Variables }
}

/** As the SSP passes it on. */
export function requestTo(odsCode: string, name: keyof typeof INTERACTIONS, query = '', resourceId = ''): HttpRequest {
  const { id, method, path, scope } = INTERACTIONS[name]
  const root = `/${odsCode}/STU3/1/gpconnect`
  const token = givenToken({ now: new Date(), audience: `${BASE_URL}${root}`, scope })
  return {
    method,
    path: `${root}${path.replace(':id', resourceId)}${query}`,
    headers: {
      'ssp-traceid': randomUUID(),
      'ssp-from': '200000000111',
      'ssp-to': PRACTICE_ASID,
      'ssp-interactionid': id,
      authorization: `Bearer ${token}`,
      accept: 'application/fhir+json',
      ...(method !== 'GET' && { 'content-type': 'application/fhir+json' }),
    },
  }
}

/** Sends the request to a provider in this process, and notes what it asks of the database and what it answers. */
export async function record(db: Database, request: HttpRequest, { body, variables }: Taken): Promise<Scenario['recorded']> {
  const recording = recordDatabase(db)
  const app = buildProvider({
    db: recording.db,
    // The limit does without it.
    audit: { append: async () => undefined },
    now: () => new Date(),
    newId: randomUUID,
    tracePatient: async () => ({ kind: 'not-found' }),
    log: pino({ enabled: false }),
    config: {
      baseUrl: BASE_URL,
      routingSegment: PROVIDER_SETTINGS.ROUTING_SEGMENT.without,
      additionalAudiences: [],
      tokenSkewSeconds: 0,
      dialect: PROVIDER_SETTINGS.DIALECT.without,
      bodyLimitBytes: Number(PROVIDER_SETTINGS.BODY_LIMIT_BYTES.without),
      temporaryRegistrationDays: Number(PROVIDER_SETTINGS.TEMPORARY_REGISTRATION_DAYS.without),
    },
  })
  const { method, path, headers: sent } = request
  const { statusCode, headers, payload } = await app.inject({
    method,
    url: path,
    headers: sent,
    ...(body !== undefined && { payload: body }),
  })
  await app.close()

  const { date: _, connection: __, ...kept } = headers
  return { steps: recording.steps, reply: { status: statusCode, headers: kept as Record<string, string>, body: payload }, variables }
}
