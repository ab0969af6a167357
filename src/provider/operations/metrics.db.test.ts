import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { bookingOf } from '../../../test/given/booking.ts'
import { type GivenPractice, givenPractice, PATIENT } from '../../../test/given/practice.ts'
import type { InteractionOfProvider } from '../../../test/given/request-headers.ts'
import type { Database } from '../../postgres/database.ts'
import { parseProviderConfig } from '../config.ts'
import { INTERACTIONS } from '../interactions.ts'
import { startProvider } from '../start.ts'
import { createMetrics } from './metrics.ts'
import type { ProviderState } from './provider-state.ts'

const SLOT = '2026-03-03T09:00'
const FREE_SLOTS =
  '/Slot?start=ge2026-03-03&end=le2026-03-04&status=free&_include=Slot:schedule&searchFilter=https://fhir.nhs.uk/Id/ods-organization-code|B30012'

/** A practice whose provider listens and is counted, as main.ts has it. */
async function givenCountedPractice(t: TestContext, through: (db: Database) => Database = (db) => db) {
  const practice = await givenPractice(t, { slots: [SLOT] })
  const state: ProviderState = { stopping: false, db: practice.db }
  const metrics = createMetrics(state, { version: '1.2.3' })
  const provider = await startProvider(
    { db: through(practice.db), now: () => practice.now, newId: randomUUID, log: pino({ enabled: false }), fetch, count: metrics.count },
    parseProviderConfig({
      PROVIDER_PORT: '0',
      PROVIDER_BASE_URL: 'https://provider.example',
      PROVIDER_PLAIN_HTTP: 'yes',
      PDS_URL: 'http://127.0.0.1:9/nowhere',
      GPA_DATA: 'of the test',
    }),
  )
  t.after(provider.close)
  state.server = provider

  /** The status of the answer. */
  async function call(name: InteractionOfProvider, path: string, request: { body?: unknown; method?: string; headers?: object } = {}) {
    const response = await fetch(`http://127.0.0.1:${provider.port}${path.startsWith('//') ? path.slice(1) : rootOf(practice) + path}`, {
      method: request.method ?? INTERACTIONS[name].method,
      headers: { ...practice.headersFor(name), 'content-type': 'application/fhir+json', ...request.headers },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    })
    await response.arrayBuffer()
    return response.status
  }
  return { practice, provider, metrics, call }
}

const rootOf = ({ odsCode }: GivenPractice) => `/${odsCode}/STU3/1/gpconnect`

/** The metric's value with exactly these labels. */
async function seriesValue(metrics: { text: () => Promise<string> }, series: string): Promise<number | undefined> {
  const line = (await metrics.text()).split('\n').find((candidate) => candidate.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length))
}

describe('Metrics', () => {
  test('count each interaction by status and Spine code, and how long it took', async (t) => {
    // Given
    const { practice, metrics, call } = await givenCountedPractice(t)
    assert.equal(await seriesValue(metrics, 'gpa_request_duration_seconds_count{interaction="bookAppointment"}'), 0)

    // When a slot is searched for, booked, and booked again
    const search = await call('searchFreeSlots', FREE_SLOTS)
    const booked = await call('bookAppointment', '/Appointment', { body: bookingOf(practice, [SLOT]) })
    const refused = await call('bookAppointment', '/Appointment', { body: bookingOf(practice, [SLOT]) })
    assert.deepEqual([search, booked, refused], [200, 201, 409])

    // Then
    assert.equal(await seriesValue(metrics, 'gpa_requests_total{interaction="searchFreeSlots",status="200",spine_code=""}'), 1)
    assert.equal(await seriesValue(metrics, 'gpa_requests_total{interaction="bookAppointment",status="201",spine_code=""}'), 1)
    assert.equal(
      await seriesValue(metrics, 'gpa_requests_total{interaction="bookAppointment",status="409",spine_code="DUPLICATE_REJECTED"}'),
      1,
    )
    assert.equal(await seriesValue(metrics, 'gpa_request_duration_seconds_count{interaction="bookAppointment"}'), 2)
    assert.ok(((await seriesValue(metrics, 'gpa_request_duration_seconds_sum{interaction="bookAppointment"}')) ?? 0) > 0)
    for (const seconds of ['0.1', '0.25', '1', '3', '+Inf']) {
      const bucket = `gpa_request_duration_seconds_bucket{le="${seconds}",interaction="searchFreeSlots"}`
      assert.notEqual(await seriesValue(metrics, bucket), undefined, `PERF-01 ${bucket}`)
    }
  })

  test('tell an amendment from a cancellation also where it was refused at the door', async (t) => {
    const { metrics, call } = await givenCountedPractice(t)
    for (const name of ['amendAppointment', 'cancelAppointment'] as const) {
      assert.equal(await call(name, '/Appointment/1', { body: {}, headers: { authorization: '' } }), 400)
      assert.equal(await seriesValue(metrics, `gpa_requests_total{interaction="${name}",status="400",spine_code="BAD_REQUEST"}`), 1)
    }
  })

  test('have no label that a stranger could choose, nor anything of a practice, a patient or an organisation', async (t) => {
    // Given
    const { practice, metrics, call } = await givenCountedPractice(t)
    const stranger = randomUUID()

    // When
    await call('searchFreeSlots', FREE_SLOTS, { headers: { 'ssp-interactionid': stranger, 'ssp-from': stranger } })
    await call('findPatient', `/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|${PATIENT}`)
    await call('readMetadata', `/${stranger}`)
    await call('readMetadata', `//${stranger}`)
    await call('readMetadata', '/metadata', { method: 'DELETE' })
    await call('bookAppointment', '/Appointment', { body: bookingOf(practice, [SLOT]) })

    // Then
    assert.equal(await seriesValue(metrics, 'gpa_requests_total{interaction="searchFreeSlots",status="400",spine_code="BAD_REQUEST"}'), 1)
    assert.equal(await seriesValue(metrics, 'gpa_requests_total{interaction="none",status="501",spine_code="NOT_IMPLEMENTED"}'), 1)
    assert.equal(await seriesValue(metrics, 'gpa_requests_total{interaction="none",status="404",spine_code="NO_RECORD_FOUND"}'), 1)
    assert.equal(await seriesValue(metrics, 'gpa_requests_total{interaction="none",status="400",spine_code="BAD_REQUEST"}'), 1)
    const text = await metrics.text()
    for (const private_ of [stranger, PATIENT, practice.odsCode, 'B30012', '200000000111', 'Example', 'A hub', 'Sore throat']) {
      assert.ok(!text.includes(private_), private_)
    }
  })

  test('show the process, what it was built from, and its database', async (t) => {
    const { metrics } = await givenCountedPractice(t)
    assert.equal(await seriesValue(metrics, `gpa_build_info{version="1.2.3",node="${process.version}"}`), 1)
    for (const name of [
      'gpa_database_connections_open',
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_p99_seconds',
    ]) {
      assert.ok(((await seriesValue(metrics, name)) ?? 0) > 0, name)
    }
    assert.equal(await seriesValue(metrics, 'gpa_database_waiting'), 0)
  })

  test('keep apart what one process shows and what another does', async (t) => {
    const { metrics, call } = await givenCountedPractice(t)
    const other = createMetrics({ stopping: false }, { version: '1.2.3' })
    await call('readMetadata', '/metadata')
    const series = 'gpa_request_duration_seconds_count{interaction="readMetadata"}'
    assert.deepEqual([await seriesValue(metrics, series), await seriesValue(other, series)], [1, 0])
  })
})

describe('A caller who hangs up', () => {
  const CODES = /^gpa_requests_total\{.*$/gm
  const REFUSED = ['gpa_requests_total{interaction="bookAppointment",status="none",spine_code="BAD_REQUEST"} 1']

  async function hangUp(t: TestContext, of: { delayed?: 'query' | 'transaction'; sent: (request: string) => string }) {
    const gate = createGate()
    const { practice, provider, metrics } = await givenCountedPractice(t, (db) =>
      of.delayed ? { ...db, ...gate.before(db)[of.delayed] } : db,
    )
    const inFlight = () => seriesValue(metrics, 'gpa_requests_in_flight')
    const socket = connect(provider.port, '127.0.0.1')
    socket.write(of.sent(bookingRequest(practice)))
    while ((await inFlight()) !== 1) await sleep(5)
    if (of.delayed) await gate.reached
    socket.destroy()
    await sleep(20)
    return { practice, provider, metrics, inFlight, open: gate.open }
  }

  test('while the booking is made, is counted as one, and the end waits for what was begun', async (t) => {
    // Given
    const { practice, provider, metrics, inFlight, open } = await hangUp(t, { delayed: 'transaction', sent: (request) => request })

    // When
    const closed = provider.close()
    assert.equal(await Promise.race([closed.then(() => 'closed'), sleep(50).then(() => 'waiting')]), 'waiting')
    assert.equal(await inFlight(), 1)
    open()
    await closed

    // Then
    assert.equal(await inFlight(), 0)
    assert.deepEqual((await metrics.text()).match(CODES), [
      'gpa_requests_total{interaction="bookAppointment",status="none",spine_code=""} 1',
    ])
    const booked = await practice.db.query('select id from appointment where ods_code = $1', [practice.odsCode])
    assert.equal(booked.length, 1)
  })

  test('before the body was read, is refused', async (t) => {
    const { practice, metrics, inFlight, open } = await hangUp(t, { delayed: 'query', sent: (request) => request })
    open()
    while ((await inFlight()) !== 0) await sleep(5)
    assert.deepEqual((await metrics.text()).match(CODES), REFUSED)
    assert.deepEqual(await practice.db.query('select id from appointment where ods_code = $1', [practice.odsCode]), [])
  })

  test('in the middle of the body, is refused', async (t) => {
    const { practice, metrics, inFlight } = await hangUp(t, { sent: (request) => request.slice(0, -20) })
    while ((await inFlight()) !== 0) await sleep(5)
    assert.deepEqual((await metrics.text()).match(CODES), REFUSED)
    assert.deepEqual(await practice.db.query('select id from appointment where ods_code = $1', [practice.odsCode]), [])
  })
})

/** Holds what passes by, until it is opened. */
function createGate() {
  const reached = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  const pass = async () => {
    reached.resolve()
    await opened.promise
  }
  const before = (db: Database): { query: Pick<Database, 'query'>; transaction: Pick<Database, 'transaction'> } => ({
    query: { query: (sql, parameters) => pass().then(() => db.query(sql, parameters)) },
    transaction: { transaction: (run) => pass().then(() => db.transaction(run)) },
  })
  return { reached: reached.promise, open: opened.resolve, before }
}

function bookingRequest(practice: GivenPractice): string {
  const body = JSON.stringify(bookingOf(practice, [SLOT]))
  const headers = {
    host: 'provider.example',
    ...practice.headersFor('bookAppointment'),
    'content-type': 'application/fhir+json',
    'content-length': Buffer.byteLength(body),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`POST ${rootOf(practice)}/Appointment HTTP/1.1`, ...lines, '', body].join('\r\n')
}
