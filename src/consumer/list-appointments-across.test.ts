import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPracticeWith, givenStoredAppointment, neverAnswers } from './given/appointments.ts'
import { givenPractice, refusal } from './given/practice.ts'
import { type GivenSpine, givenOdsCode, givenSpine, NHS_NUMBER } from './given/spine.ts'
import {
  type AppointmentsSearch,
  type AppointmentsUpdate,
  listAppointmentsAcross,
  watchAppointmentsAcross,
} from './list-appointments-across.ts'
import { tracePatient } from './trace-patient.ts'

const federationOf = (...codes: string[]) => codes.map((code) => ({ odsCode: givenOdsCode(code), name: `Practice ${code}` }))

async function givenTraced(given: GivenSpine) {
  const world = givenSpine(given)
  const traced = await tracePatient(world.spine, { nhsNumber: NHS_NUMBER, organisation: world.asker.organisation })
  assert.ok(traced.kind === 'traced')
  return { ...world, patient: traced.patient }
}

type Wish = Partial<AppointmentsSearch> & { practices: readonly string[] }

const searchFor = (patient: AppointmentsSearch['patient'], { practices, ...more }: Wish): AppointmentsSearch => ({
  patient,
  federation: federationOf(...practices),
  deadlineMs: 5000,
  ...more,
})

async function watchAll(given: Awaited<ReturnType<typeof givenTraced>>, wish: Wish) {
  const told: AppointmentsUpdate[] = []
  for await (const update of watchAppointmentsAcross(given.spine, given.asker, searchFor(given.patient, wish))) told.push(update)
  const last = told.at(-1)
  assert.ok(last?.state === 'finished')
  const of = (code: string) => told.flatMap((update) => ('practice' in update && update.practice.odsCode === code ? [update] : []))
  return { of, states: (code: string) => of(code).map(({ state }) => state), summary: last.summary }
}

describe('List appointments across a federation', () => {
  test('APT-08 CON-04 each practice’s are listed, after one trace for all; no record is an answer, and nobody is registered', async () => {
    // Given two that have appointments, one that has no record, and one that refuses
    const practices = {
      A1000: givenPracticeWith([givenStoredAppointment('late', '2026-03-04T09:00'), givenStoredAppointment('early', '2026-03-03T09:00')]),
      A2000: givenPractice({ patients: [] }),
      A3000: givenPractice({ intercept: () => refusal(403, 'ACCESS DENIED') }),
      A4000: givenPracticeWith([
        givenStoredAppointment('other', '2026-03-03T10:00', { status: 'cancelled' }),
        { resourceType: 'Appointment' },
      ]),
    }
    const given = await givenTraced({ practices })
    // When
    const { of, states, summary } = await watchAll(given, { practices: ['A1000', 'A2000', 'A3000', 'A4000'] })
    // Then
    const [, , first] = of('A1000')
    assert.ok(first?.state === 'answered' && first.outcome.kind === 'listed')
    assert.deepEqual(
      first.outcome.appointments.map(({ id, practice }) => [id, practice]),
      [
        ['early', 'A1000'],
        ['late', 'A1000'],
      ],
    )
    assert.deepEqual(states('A1000'), ['looking-up', 'asking', 'answered'])
    assert.deepEqual([of('A2000').at(-1)?.state, states('A3000').at(-1)], ['answered', 'failed'])
    const { failed, ...counts } = summary
    const expected = { practices: 4, answered: 3, noRecord: 1, appointments: 3, unusable: 1, gaveUp: [], ended: 'all-settled', ms: 0 }
    assert.deepEqual(counts, expected)
    assert.deepEqual(
      failed.map(({ practice, failure }) => [practice.name, failure.code]),
      [['Practice A3000', 'ACCESS DENIED']],
    )
    assert.equal(given.asked.filter((url) => url.startsWith('https://pds.test')).length, 1)
    assert.ok(given.sent.every(({ method }) => method === 'GET'))
  })

  test('CON-14 nobody is asked about a day before today, and a range that lies there is a mistake of the caller', async () => {
    const given = await givenTraced({ practices: { A1000: givenPracticeWith([]) } })
    await watchAll(given, { practices: ['A1000'], from: '2020-01-01', to: '2026-03-09' })
    assert.deepEqual(given.sent.at(-1)?.query.getAll('start'), ['ge2026-03-02', 'le2026-03-09'])

    const before = given.sent.length
    await assert.rejects(watchAll(given, { practices: ['A1000'], to: '2026-03-01' }), RangeError)
    assert.equal(given.sent.length, before)
  })

  test('CON-02 who has not answered by the deadline is named as that, in whichever step, and nothing of it goes on', async () => {
    // Given one that never says who the patient is, and one that never lists
    const practices = {
      A1000: givenPracticeWith([givenStoredAppointment('kept', '2026-03-03T09:00')]),
      A2000: givenPractice({ intercept: neverAnswers }),
      A3000: givenPracticeWith([], (request) => (request.path.endsWith('/Appointment') ? neverAnswers(request) : undefined)),
    }
    const given = await givenTraced({ practices })
    // When
    const { summary, of } = await watchAll(given, { practices: ['A1000', 'A2000', 'A3000'], deadlineMs: 250 })
    // Then
    assert.deepEqual([summary.ended, summary.answered, summary.appointments], ['deadline', 1, 1])
    const [last, ...none] = of('A3000').filter(({ state }) => state === 'gave-up')
    assert.ok(last?.state === 'gave-up' && none.length === 0)
    assert.deepEqual([last.reached, last.outcome.step, last.outcome.code], ['asking', 'list the appointments', 'given-up'])
    const waiting = given.sent.filter(({ practice, path }) => practice === 'A2000' || path.endsWith('patient-1/Appointment'))
    assert.deepEqual([...new Set(waiting.filter(({ practice }) => practice !== 'A1000').map(({ signal }) => signal.aborted))], [true])
  })

  test('who used up all the time counts as not reached, so that the next does not wait for them', async () => {
    // Given three that are, as here all are, one system
    const silent = givenPractice({ intercept: neverAnswers })
    const happened: string[] = []
    const given = await givenTraced({
      practices: { A1000: silent, A2000: silent, A3000: silent },
      events: { onEvent: ({ kind }) => void happened.push(kind) },
    })
    // When
    await watchAll(given, { practices: ['A1000', 'A2000', 'A3000'], deadlineMs: 60 })
    await new Promise((resolve) => setImmediate(resolve))
    // Then
    assert.ok(happened.includes('circuit-opened'))
  })

  test('a caller who cancels is told who was not asked, and a caller who leaves leaves nothing running', async () => {
    // Given
    const stop = new AbortController()
    const given = await givenTraced({ practices: { A1000: givenPractice({ intercept: neverAnswers }) } })
    // When
    setImmediate(() => stop.abort())
    const { summary } = await watchAll(given, { practices: ['A1000', 'A2000'], signal: stop.signal, atOnce: 1 })
    // Then
    assert.deepEqual(
      [summary.ended, summary.gaveUp.map(({ practice }) => practice.odsCode), given.sent.length],
      ['cancelled', ['A1000', 'A2000'], 1],
    )

    // Given
    const again = await givenTraced({
      practices: { A1000: givenPracticeWith([]), A2000: givenPractice({ intercept: neverAnswers }) },
    })
    // When
    const seen: string[] = []
    const search = searchFor(again.patient, { practices: ['A1000', 'A2000'] })
    for await (const { practice, outcome } of listAppointmentsAcross(again.spine, again.asker, search)) {
      seen.push(`${practice.odsCode} ${outcome.kind}`)
      break
    }
    // Then
    assert.deepEqual(seen, ['A1000 listed'])
    assert.ok(again.sent.filter(({ practice }) => practice === 'A2000').every(({ signal }) => signal.aborted))
  })
})
