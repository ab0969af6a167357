import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Failure } from '../../../../consumer/index.ts'
import { givenAppointment } from '../given/appointment.ts'
import { canResume, type MoveTold, type Moving } from './moving.ts'
import { toldOfResume } from './to-told.ts'
import { toldPage } from './told-page.ts'

const [old, booked] = [
  givenAppointment(),
  givenAppointment({ id: '18', start: '2026-03-02T10:00:00+00:00', end: '2026-03-02T10:10:00+00:00' }),
]
const moving: Moving = {
  ...{ id: 'm1', mark: 'a', old, oldPracticeName: 'High Street', newPracticeName: 'Low Street' },
  ...{ texts: { description: 'Cough', comment: '' }, reason: 'Earlier', state: { at: 'choosing' } },
}
const failure: Failure = {
  ...{ kind: 'unavailable', step: 'cancel the appointment', practice: old.practice, by: 'ssp', code: 'timed-out' },
  ...{ diagnostics: undefined, advice: 'Try again.', traceId: 't1' },
}
const cancelled = givenAppointment({ status: 'cancelled' })

const CASES: [MoveTold, { has: RegExp; steps: string[]; canResume: boolean }][] = [
  [
    { kind: 'rescheduled', booked, cancelled },
    { has: /new appointment alone/, steps: ['done', 'done'], canResume: false },
  ],
  [
    { kind: 'old-kept', why: 'gone' },
    { has: /the old appointment, as it was, and no new one/, steps: ['not done', 'not asked for'], canResume: false },
  ],
  [
    { kind: 'old-kept', why: 'failed', failure },
    { has: /the old appointment, as it was, and no new one/, steps: ['not done', 'not asked for'], canResume: false },
  ],
  [
    { kind: 'old-not-as-seen', because: { kind: 'not-changeable', because: 'cancelled', appointment: cancelled, advice: 'Book another.' } },
    { has: /neither/, steps: ['not asked for', 'not asked for'], canResume: false },
  ],
  [
    { kind: 'old-not-as-seen', because: failure },
    { has: /no new one/, steps: ['not asked for', 'not asked for'], canResume: false },
  ],
  [
    { kind: 'new-cancelled', booked, advice: 'Look.' },
    { has: /old appointment alone/, steps: ['done', 'not asked for'], canResume: false },
  ],
  [
    { kind: 'new-uncertain', advice: 'Wait.', isTooLate: false },
    { has: /the old appointment, and perhaps the new one/, steps: ['not known', 'not asked for'], canResume: true },
  ],
  [
    { kind: 'new-uncertain', advice: 'Ring.', isTooLate: true },
    { has: /perhaps the new one/, steps: ['not known', 'not asked for'], canResume: false },
  ],
  [
    { kind: 'both-held', booked, advice: 'Cancel it.', why: 'Refused.' },
    { has: /old one was not cancelled/, steps: ['done', 'not done'], canResume: true },
  ],
  [
    { kind: 'old-uncertain', booked, advice: 'Again.', failure },
    { has: /the new appointment, and perhaps the old one/, steps: ['done', 'not known'], canResume: true },
  ],
]

describe('What became of a move', () => {
  for (const [told, expected] of CASES) {
    test(`CON-10 says which appointments the patient has: ${told.kind} ${'why' in told ? told.why : ''}`, () => {
      const page = toldPage(moving, told)
      assert.match(String(page.has), expected.has)
      assert.deepEqual(
        (page.steps as { state: string }[]).map(({ state }) => state),
        expected.steps,
      )
      assert.equal(canResume(told), expected.canResume)
    })
  }

  test('CON-03 CON-10 that a registration was made, or may have been, is not denied', () => {
    const [now, perhaps, none] = (['now', 'perhaps', undefined] as const).map((registered) =>
      toldPage(moving, { kind: 'old-kept', why: 'failed', failure, ...(registered && { registered }) }),
    )
    const saidBy = (page: typeof now) => Object(page?.problem).nothingDone
    assert.deepEqual([saidBy(now), saidBy(perhaps)], ['No appointment was booked.', 'No appointment was booked.'])
    assert.equal(saidBy(none), 'Nothing was booked or changed by this.')
    assert.match(String(now?.paragraphs), /has registered the patient as temporary/)
    assert.deepEqual([perhaps?.paragraphs, none?.paragraphs], [[], []])
  })

  test('CON-10 resumed, each outcome of the SDK says the same', () => {
    const because = { kind: 'not-booked', record: 'held', advice: '' } as const
    assert.deepEqual(toldOfResume({ kind: 'old-kept', because }), { kind: 'old-kept', why: 'not-booked' })
    assert.deepEqual(toldOfResume({ kind: 'rescheduled', booked, cancelled }), { kind: 'rescheduled', booked, cancelled })
    const both = toldOfResume({ kind: 'both-held', booked, old: cancelled, because: 'changed-meanwhile', advice: 'Both.' })
    assert.ok(both.kind === 'both-held' && both.now === cancelled)
    const late = toldOfResume({ kind: 'new-uncertain', because: { kind: 'too-late-to-tell', advice: 'Ring.' }, advice: '' })
    assert.deepEqual(late, { kind: 'new-uncertain', isTooLate: true, advice: 'Ring.' })
  })
})
