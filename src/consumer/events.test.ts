import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addDays } from '../nhs/local-time.ts'
import type { BookingInDoubt } from './booking-in-doubt.ts'
import { type ConsumerEvent, createEvents, type EventOptions } from './events.ts'
import { givenPractice, refusal, searchset } from './given/practice.ts'
import { type GivenSpine, givenSpine, NHS_NUMBER } from './given/spine.ts'
import { openSession } from './open-session.ts'

const RANGE = { from: '2026-03-02', to: '2026-03-08' }

/** Traces, searches, finds, registers and books, then asks what became of it: as one call after another writes it. */
async function aWholeBooking(given: GivenSpine = {}, keep = async (_: BookingInDoubt) => {}) {
  const noRecordAtFirst = givenPractice({ patients: [] })
  const { spine, asker } = givenSpine({ practices: { B86013: noRecordAtFirst }, ...given })
  const opened = await openSession(spine, { nhsNumber: NHS_NUMBER, ...asker })
  assert.ok(opened.kind === 'open')
  const found = await opened.session.findFreeSlots(RANGE)
  assert.ok(found.kind === 'offers' && found.offers[0])
  const outcome = await opened.session.book(found.offers[0], { description: 'Sore throat of Jane Smith', keep })
  return { outcome, session: opened.session }
}

const heard = (options: Partial<EventOptions> = {}) => {
  const events: ConsumerEvent[] = []
  return { events, options: { onEvent: (event: ConsumerEvent) => void events.push(event), ...options } }
}

/** All that is a patient's in the given PDS and practice. */
const OF_THE_PATIENT = [
  NHS_NUMBER,
  'Smith',
  'SMITH',
  'Jane',
  '1980-10-22',
  'LS1 6AE',
  '01130000001',
  'jane@example.org',
  'registered-1',
  'patient-1',
  'appointment-1',
  'Sore throat',
]

describe('Events', () => {
  test('SEC-07 a whole booking is told step by step, with nothing of the patient in it', async () => {
    // Given
    const { events, options } = heard()
    // When
    const { outcome } = await aWholeBooking({ events: options })
    // Then
    assert.equal(outcome.kind, 'booked')
    const told = events.map((event) => ('interaction' in event ? `${event.kind} ${event.interaction}` : event.kind))
    const asked = (interaction: string) => ['looking-up', 'looked-up', 'asking', 'answered'].map((kind) => `${kind} ${interaction}`)
    assert.deepEqual(told, [
      'traced',
      ...asked('searchFreeSlots'),
      ...asked('findPatient'),
      'kept',
      ...asked('registerPatient'),
      'kept',
      ...asked('bookAppointment'),
    ])
    const text = JSON.stringify(events)
    for (const secret of OF_THE_PATIENT) assert.ok(!text.includes(secret), `${secret} was told`)
    assert.deepEqual(new Set(events.map(({ at }) => at.toISOString())), new Set(['2026-03-02T08:00:00.000Z']))
  })

  test('patient data is told to who asked for it', async () => {
    // Given
    const { events, options } = heard({ includePatientData: true })
    // When
    await aWholeBooking({ events: options })
    // Then
    const [traced] = events
    assert.deepEqual(traced?.patientData, { nhsNumber: NHS_NUMBER })
    const finding = events.find((event) => event.kind === 'asking' && event.interaction === 'findPatient')
    assert.deepEqual(finding?.patientData?.request?.query, [['identifier', `https://fhir.nhs.uk/Id/nhs-number|${NHS_NUMBER}`]])
    const kept = events.flatMap(({ kind, patientData }) => (kind === 'kept' ? (patientData?.inDoubt?.step ?? []) : []))
    assert.deepEqual(kept, ['registering', 'booking'])
  })

  test('a failure is told by code, party and trace id, without the practice’s own words', async () => {
    // Given a practice that says whom it refuses, also in the place of a code
    const { events, options } = heard()
    const chatty = givenPractice({ intercept: () => refusal(403, 'ACCESS DENIED', `Jane Smith, ${NHS_NUMBER}, may not.`) })
    const { spine, asker } = givenSpine({ practices: { B86013: chatty }, events: options })
    const opened = await openSession(spine, { nhsNumber: NHS_NUMBER, ...asker })
    assert.ok(opened.kind === 'open')
    // When
    const found = await opened.session.findPatient()
    // Then
    assert.ok(found.kind === 'refused')
    const failed = events.at(-1)
    assert.deepEqual(failed, {
      kind: 'failed',
      practice: 'B86013',
      step: 'find the patient',
      interaction: 'findPatient',
      outcome: 'refused',
      by: 'provider',
      code: 'ACCESS DENIED',
      mayHaveActed: false,
      traceId: found.traceId,
      ms: 0,
      at: new Date('2026-03-02T08:00:00Z'),
    })
    assert.ok(failed?.kind === 'failed' && failed.traceId !== undefined)
    assert.doesNotMatch(JSON.stringify(events), /Jane|Smith|9000000009/)
  })

  for (const code of [`PATIENT_${NHS_NUMBER}`, '900 000 0009', 'Jane Smith, born 1980: no']) {
    test(`what is no code is not passed on as one: ${code.replace(/\d/g, 'n')}`, async () => {
      const { events, options } = heard()
      const practice = givenPractice({ intercept: () => refusal(422, code) })
      const { spine, asker } = givenSpine({ practices: { B86013: practice }, events: options })
      const opened = await openSession(spine, { nhsNumber: NHS_NUMBER, ...asker })
      assert.ok(opened.kind === 'open')
      await opened.session.findPatient()
      const failed = events.at(-1)
      assert.equal(failed?.kind === 'failed' && failed.code, 'not a code')
    })
  }

  test('a practice that the directory lacks is told as that, once looked up and once failed', async () => {
    const { events, options } = heard()
    const { spine, asker } = givenSpine({ notEnabled: ['B86013'], events: options })
    const opened = await openSession(spine, { nhsNumber: NHS_NUMBER, ...asker })
    assert.ok(opened.kind === 'open')
    await opened.session.findFreeSlots(RANGE)
    assert.deepEqual(
      events.map((event) => [event.kind, 'outcome' in event && event.outcome, 'code' in event && event.code]),
      [
        ['traced', 'found', false],
        ['looking-up', false, false],
        ['looked-up', 'not-enabled', 'no endpoint'],
        ['failed', 'not-enabled', undefined],
      ],
    )
  })

  test('a range of several searches looks the practice up once', async () => {
    const { events, options } = heard()
    const { spine, asker } = givenSpine({ events: options })
    const opened = await openSession(spine, { nhsNumber: NHS_NUMBER, ...asker })
    assert.ok(opened.kind === 'open')
    await opened.session.findFreeSlots({ from: RANGE.from, to: addDays(RANGE.from, 20) })
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['traced', 'looking-up', 'looked-up', 'asking', 'answered', 'asking', 'answered'],
    )
  })

  for (const [what, onEvent] of [
    ['throws', () => assert.fail('the listener is broken')],
    ['rejects', () => Promise.reject(new Error('the listener is broken'))],
  ] as const) {
    test(`a listener that ${what} does not break a booking`, async () => {
      const { outcome } = await aWholeBooking({ events: { onEvent } })
      assert.equal(outcome.kind, 'booked')
      // What was rejected would end the process by now.
      await new Promise((resolve) => setImmediate(resolve))
    })
  }

  test('a booking whose answer was lost is told as failed, and then what became of it', async () => {
    // Given a practice that hangs up on the booking, and has no appointment of it
    const { events, options } = heard()
    const hangsUp = givenPractice({
      intercept: ({ path, method }) => {
        if (path === 'Appointment' && method === 'POST') throw new TypeError('fetch failed')
        return path === 'Patient/patient-1/Appointment' ? searchset([]) : undefined
      },
    })
    // When
    const { outcome } = await aWholeBooking({ practices: { B86013: hangsUp }, events: options })
    // Then
    assert.equal(outcome.kind, 'uncertain')
    const failed = events.find(({ kind }) => kind === 'failed')
    assert.deepEqual(failed?.kind === 'failed' && [failed.code, failed.mayHaveActed, failed.by], ['broken-off', true, 'ssp'])
    const settled = events.at(-1)
    assert.equal(settled?.kind === 'settled' && settled.outcome, 'cannot-tell-yet')
  })

  test('a circuit that opens is told, and what is then not tried', async () => {
    // Given
    const { events, options } = heard()
    const down = givenPractice({ intercept: () => new Response('', { status: 504 }) })
    const { spine, asker } = givenSpine({ practices: { B86013: down }, events: options })
    const opened = await openSession(spine, { nhsNumber: NHS_NUMBER, ...asker })
    assert.ok(opened.kind === 'open')
    // When
    for (let time = 0; time < 4; time += 1) await opened.session.findFreeSlots(RANGE)
    // Then
    const circuit = events.find(({ kind }) => kind === 'circuit-opened')
    assert.ok(circuit?.kind === 'circuit-opened' && circuit.asid === '200000000985')
    const last = events.at(-1)
    assert.deepEqual(last?.kind === 'failed' && [last.by, last.code], ['consumer', 'not-tried'])
  })

  test('CON-11 whoever hears of circuits cannot take the outcome of a booking away', async () => {
    // Given a listener that throws, and a practice whose answer to the booking is lost
    const lost = givenPractice({
      patients: [],
      intercept: ({ path }) => (path === 'Appointment' ? new Response('', { status: 504 }) : undefined),
    })
    const onChange = () => {
      throw new Error('metrics are down')
    }
    // When
    const { outcome } = await aWholeBooking({ practices: { B86013: lost }, circuits: { failures: 1, onChange } })
    // Then
    assert.equal(outcome.kind, 'uncertain')
  })

  test('a duration is by the clock given, and never less than nothing', () => {
    let moment = 1000
    const { stopwatch } = createEvents({ now: () => new Date(moment) })
    const elapsed = stopwatch()
    moment = 1250
    assert.equal(elapsed(), 250)
    moment = 0
    assert.equal(elapsed(), 0)
  })
})
