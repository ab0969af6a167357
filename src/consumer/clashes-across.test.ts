import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type ClashesSearch, findClashesAcross } from './clashes-across.ts'
import { givenPracticeWith, givenStoredAppointment, neverAnswers } from './given/appointments.ts'
import { givenOffer } from './given/offer.ts'
import { givenPractice, refusal } from './given/practice.ts'
import { type GivenSpine, givenOdsCode, givenSpine, NHS_NUMBER } from './given/spine.ts'
import { tracePatient } from './trace-patient.ts'

const federationOf = (...codes: string[]) => codes.map((code) => ({ odsCode: givenOdsCode(code), name: `Practice ${code}` }))
const wanted = givenOffer({ at: '2026-03-03T09:00:00Z', practice: { odsCode: givenOdsCode('A1000'), name: 'Wanted' } })

async function clashes(practices: NonNullable<GivenSpine['practices']>, more: Partial<ClashesSearch> = {}) {
  const { spine, asker, sent } = givenSpine({ practices })
  const traced = await tracePatient(spine, { nhsNumber: NHS_NUMBER, organisation: asker.organisation })
  assert.ok(traced.kind === 'traced')
  const federation = federationOf(...Object.keys(practices))
  return { found: await findClashesAcross(spine, asker, { patient: traced.patient, federation, wanted, deadlineMs: 5000, ...more }), sent }
}

describe('Clashes across a federation', () => {
  test('what is on that day at any practice is told, what overlaps apart, soonest first; cancelled ones are none', async () => {
    // Given
    const { found, sent } = await clashes({
      A1000: givenPracticeWith([
        givenStoredAppointment('after', '2026-03-03T17:00'),
        givenStoredAppointment('gone', '2026-03-03T09:00', { status: 'cancelled' }),
      ]),
      A2000: givenPracticeWith([
        givenStoredAppointment('within', '2026-03-03T09:05'),
        givenStoredAppointment('before', '2026-03-03T08:00'),
      ]),
      A3000: givenPractice({ patients: [] }),
      A4000: givenPracticeWith([givenStoredAppointment('next day', '2026-03-04T09:00')]),
    })
    // Then
    assert.equal(found.kind, 'clashes')
    assert.deepEqual(
      [found.overlapping, found.sameDay].map((each) => each.map(({ practice, id }) => `${practice} ${id}`)),
      [['A2000 within'], ['A2000 before', 'A1000 after']],
    )
    assert.deepEqual([found.notAsked, found.notRead], [[], []])
    assert.ok(sent.every(({ method }) => method === 'GET'))
  })

  test('only where everybody has told everything, and nothing is on that day, there is none', async () => {
    const nothing = { A1000: givenPracticeWith([]), A2000: givenPractice({ patients: [] }) }
    assert.equal((await clashes(nothing)).found.kind, 'none')

    const { found: refused } = await clashes({ ...nothing, A3000: givenPractice({ intercept: () => refusal(403, 'ACCESS DENIED') }) })
    assert.equal(refused.kind, 'not-known')
    assert.deepEqual(
      refused.notAsked.map(({ practice, failure }) => [practice.name, failure.code]),
      [['Practice A3000', 'ACCESS DENIED']],
    )

    const { found: own } = await clashes({ A1000: givenPractice({ intercept: () => refusal(403, 'ACCESS DENIED') }) })
    assert.deepEqual(
      own.notAsked.map(({ practice }) => practice.name),
      ['Practice A1000'],
    )

    const { found: unread } = await clashes({ ...nothing, A3000: givenPracticeWith([{ resourceType: 'Appointment', id: 'x' }]) })
    assert.equal(unread.kind, 'not-known')
    assert.deepEqual(unread.notRead, [{ practice: federationOf('A3000')[0], appointments: 1 }])
  })

  test('who does not answer in time, or is no longer waited for, is not known either, and the others’ are told', async () => {
    const practices = {
      A1000: givenPracticeWith([givenStoredAppointment('same time', '2026-03-03T09:00')]),
      A2000: givenPractice({ intercept: neverAnswers }),
    }
    const { found } = await clashes(practices, { deadlineMs: 250 })
    assert.equal(found.kind, 'clashes')
    assert.deepEqual([found.overlapping.length, found.notAsked.map(({ failure }) => failure.code)], [1, ['given-up']])

    const { found: cancelled, sent } = await clashes(practices, { signal: AbortSignal.abort() })
    assert.deepEqual([cancelled.kind, cancelled.notAsked.length, sent.length], ['not-known', 2, 0])
  })

  test('CON-10 the old appointment of a rescheduling is left out, and not another practice’s of the same id', async () => {
    const held = givenStoredAppointment('1', '2026-03-03T09:00')
    const practices = { A1000: givenPracticeWith([held]), A2000: givenPracticeWith([held]) }
    const { found } = await clashes(practices, { butFor: { practice: givenOdsCode('A2000'), id: '1' } })
    assert.deepEqual(
      found.overlapping.map(({ practice }) => practice),
      ['A1000'],
    )
  })

  test('the practice that is wanted, and that of the old appointment, are asked where the federation lacks them, each once', async () => {
    const same = givenStoredAppointment('1', '2026-03-03T09:00')
    const practices = { A1000: givenPracticeWith([same]), A2000: givenPracticeWith([same]), A3000: givenPracticeWith([]) }
    const { found, sent } = await clashes(practices, {
      federation: federationOf('A3000', 'A3000'),
      butFor: { practice: givenOdsCode('A2000'), id: 'another' },
    })
    assert.deepEqual(found.overlapping.map(({ practice }) => practice).sort(), ['A1000', 'A2000'])
    assert.deepEqual(sent.flatMap(({ practice, path }) => (path === 'Patient' ? [practice] : [])).sort(), ['A1000', 'A2000', 'A3000'])
  })

  test('APT-08 CON-14 days are local, from the evening before on, and never before today', async () => {
    // Given in summer, when half past eleven in the evening by UTC is the next day here
    const late = givenOffer({ at: '2026-06-03T23:30:00Z', practice: wanted.practice })
    const { found, sent } = await clashes(
      { A1000: givenPracticeWith([givenStoredAppointment('that day', '2026-06-04T08:00')]) },
      { wanted: late },
    )
    assert.deepEqual(
      found.sameDay.map(({ id }) => id),
      ['that day'],
    )
    assert.deepEqual(sent.at(-1)?.query.getAll('start'), ['ge2026-06-03', 'le2026-06-04'])

    const today = givenOffer({ at: '2026-03-02T09:00:00Z', practice: wanted.practice })
    const soon = await clashes({ A1000: givenPracticeWith([]) }, { wanted: today })
    assert.deepEqual(soon.sent.at(-1)?.query.getAll('start'), ['ge2026-03-02', 'le2026-03-02'])
  })
})
