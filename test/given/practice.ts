import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import pino, { type Logger } from 'pino'
import { type AuditTrail, createAuditTrail } from '../../src/audit/audit-trail.ts'
import { decodePracticeValue, type PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { importPractice } from '../../src/import/import-practice.ts'
import type { OdsCode } from '../../src/nhs/ods-code.ts'
import type { TracePatient } from '../../src/patients/trace.ts'
import type { Database } from '../../src/postgres/database.ts'
import type { ProviderDeps } from '../../src/provider/deps.ts'
import { INTERACTIONS } from '../../src/provider/interactions.ts'
import { buildProvider } from '../../src/provider/server.ts'
import type { Exchange } from '../openapi/traffic-check.ts'
import { trafficCheck, watchTraffic } from '../openapi/watch-traffic.ts'
import { givenDatabase, newOdsCode } from './database.ts'
import { type InteractionOfProvider, PRACTICE_ASID, requestHeaders } from './request-headers.ts'

export const PATIENT = '9990000018'

export type PracticeOptions = {
  now?: string
  /** Local starts of ten-minute slots in one schedule, released to everyone: `2026-03-02T09:00`. */
  slots?: readonly string[]
  /** Beside or instead of what every test practice has. */
  file?: Partial<PracticeFileSource>
  tracePatient?: TracePatient
  config?: Partial<ProviderDeps['config']>
  log?: Logger
  audit?: AuditTrail
  /** Told of every call and its answer. */
  hear?: (exchange: Exchange) => void
}

export type Call = {
  headers?: Record<string, string | undefined>
  claims?: Record<string, unknown>
  tokenHeader?: Record<string, unknown>
  body?: unknown
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS'
}

// The provider's answers are read as a consumer's developer would, by looking.
// biome-ignore lint/suspicious/noExplicitAny: a test asserts on what it finds
export type Reply = { status: number; headers: Record<string, string | undefined>; text: string; body: any }

export type GivenPractice = Awaited<ReturnType<typeof givenPractice>>

/** A practice with a surgery, a GP, a patient and slots, and its provider, called as the SSP would call it. */
export async function givenPractice(t: TestContext, options: PracticeOptions = {}) {
  const db = await givenDatabase()
  const now = new Date(options.now ?? '2026-03-02T08:00:00Z')
  const odsCode = newOdsCode()
  await importPractice({ db, now: () => now, newId: randomUUID }, practiceFile(odsCode, options))

  const baseUrl = 'https://provider.example'
  const serviceRoot = `${baseUrl}/${odsCode}/STU3/1/gpconnect`
  const undescribed: string[] = []
  const app = buildProvider({
    db,
    audit: options.audit ?? createAuditTrail(db),
    now: () => now,
    newId: randomUUID,
    tracePatient: options.tracePatient ?? (async () => ({ kind: 'not-found' })),
    log: options.log ?? pino({ enabled: false }),
    config: {
      baseUrl,
      routingSegment: 'gpconnect',
      additionalAudiences: [],
      tokenSkewSeconds: 0,
      dialect: 'assurance',
      bodyLimitBytes: 1_048_576,
      temporaryRegistrationDays: 90,
      ...options.config,
    },
    watch: watchTraffic((exchange) => {
      undescribed.push(...(trafficCheck().answerFaults(exchange) ?? []))
      options.hear?.(exchange)
    }),
  })
  t.after(() => app.close())
  t.after(() => assert.deepEqual(undescribed, [], 'the provider answered what docs/openapi.json does not describe'))

  async function call(name: InteractionOfProvider, path: string, request: Call = {}): Promise<Reply> {
    const headers = {
      ...requestHeaders(name, { now, serviceRoot, ...request }),
      ...(request.body !== undefined && { 'content-type': 'application/fhir+json' }),
      ...request.headers,
    }
    const response = await app.inject({
      method: request.method ?? INTERACTIONS[name].method,
      url: path.startsWith('//') ? path.slice(1) : `/${odsCode}/STU3/1/gpconnect${path}`,
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
      ...(request.body !== undefined && { payload: typeof request.body === 'string' ? request.body : JSON.stringify(request.body) }),
    })
    return {
      status: response.statusCode,
      headers: response.headers as Reply['headers'],
      text: response.payload,
      body: response.payload.startsWith('{') ? JSON.parse(response.payload) : undefined,
    }
  }

  const ids = await idsOf(db, odsCode)
  const headersFor = (name: InteractionOfProvider) => requestHeaders(name, { now, serviceRoot })
  return { ...ids, db, app, now, odsCode, serviceRoot, call, headersFor }
}

/** The ids that the import gave, by the file's keys; slots by their local start. */
async function idsOf(db: Database, odsCode: OdsCode) {
  const byKey = async (table: string, key: string) => {
    const rows = await db.query<{ key: string; id: string }>(`select ${key} as key, id from ${table} where ods_code = $1`, [odsCode])
    return Object.fromEntries(rows.map((row) => [row.key, row.id])) as Record<string, string>
  }
  const [organisation] = await db.query<{ id: string }>('select id from organisation where ods_code = $1', [odsCode])
  return {
    organisationId: organisation?.id ?? '',
    locations: await byKey('location', 'key'),
    practitioners: await byKey('practitioner', 'key'),
    schedules: await byKey('schedule', 'key'),
    services: await byKey('healthcare_service', 'key'),
    patients: await byKey('patient', 'nhs_number'),
    slots: await byKey('slot', `to_char(start_at at time zone 'Europe/London', 'YYYY-MM-DD"T"HH24:MI')`),
  }
}

/** ADM-04: a new practice is off until its file, or somebody, says otherwise. */
export const SWITCHED_ON = { gpConnect: true, appointmentManagement: true } as const

export const SCHEDULE = {
  key: 'morning',
  sessionName: 'Morning surgery',
  location: 'main',
  practitioner: 'patel',
  practitionerRole: 'R0260',
} as const

export function practiceSlot(start: string): NonNullable<PracticeFileSource['schedules']>[number]['slots'][number] {
  return { start, minutes: 10, slotType: 'GP appointment', deliveryChannel: 'In-person', bookable: true }
}

function practiceFile(odsCode: OdsCode, { slots = [], file = {} }: PracticeOptions) {
  const source: PracticeFileSource = {
    kind: 'practice',
    odsCode,
    asid: PRACTICE_ASID,
    name: 'Test Surgery',
    settings: SWITCHED_ON,
    address: { lines: ['1 High Street'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS1 6AE' },
    telecom: [{ system: 'phone', value: '0113 496 0000' }],
    locations: [{ key: 'main', name: 'Test Surgery', address: { lines: ['1 High Street'], city: 'Leeds', postalCode: 'LS1 6AE' } }],
    practitioners: [{ key: 'patel', sdsUserId: '555000111222', family: 'Patel', given: ['Asha'], prefix: ['Dr'], gender: 'female' }],
    patients: [givenPatient(PATIENT)],
    ...(slots.length > 0 && { schedules: [{ ...SCHEDULE, slots: slots.map(practiceSlot) }] }),
    ...file,
  }
  const decoded = decodePracticeValue(source)
  if ('faults' in decoded) throw new Error(`The test's practice file has faults: ${JSON.stringify(decoded.faults)}`)
  return decoded.file
}

type PatientSource = NonNullable<PracticeFileSource['patients']>[number]

export function givenPatient(nhsNumber: string, rest: Partial<PatientSource> = {}): PatientSource {
  return {
    nhsNumber,
    nhsNumberVerified: true,
    family: 'Example',
    given: ['Pat'],
    birthDate: '1980-04-05',
    gender: 'female',
    registration: { type: 'R', start: '2010-01-01' },
    ...rest,
  }
}

export function spineCode(reply: Reply): string {
  return reply.body?.issue?.[0]?.details?.coding?.[0]?.code
}
