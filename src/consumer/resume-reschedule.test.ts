import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Appointment } from './appointment.ts'
import type { CancelOutcome } from './cancel-appointment.ts'
import { refusedHere } from './failure.ts'
import { givenOdsCode } from './given/spine.ts'
import { type ReschedulingInDoubt, readReschedulingInDoubt } from './rescheduling-in-doubt.ts'
import { resumeReschedule } from './resume-reschedule.ts'
import type { SettleOutcome } from './settle-booking.ts'

const PRACTICE = givenOdsCode('B86013')
const KEPT: ReschedulingInDoubt = {
  format: 1,
  booking: {
    format: 1,
    step: 'booking',
    practice: PRACTICE,
    organisation: givenOdsCode('Y00001'),
    patientId: 'patient-1',
    registeredNow: false,
    slotIds: ['slot-1'],
    start: '2026-03-02T10:00:00+00:00',
    created: '2026-03-02T08:00:00+00:00',
    sentAt: '2026-03-02T08:00:00.400Z',
  },
  old: { practice: PRACTICE, id: 'old', version: '1' },
  reason: 'Moved',
}
const FAILURE = { ...refusedHere({ step: 'read the appointment', practice: PRACTICE }, 'X', 'Y'), kind: 'unavailable' } as const

function given(of: Partial<Appointment>): Appointment {
  const { practice, start } = KEPT.booking
  return { id: 'new', version: '1', status: 'booked', start, end: start, minutes: 10, slotIds: [], practice, ...of } as Appointment
}

/** Resumes where the booking has become that, and the old appointment is this one, or cannot be read. */
async function resume(of: { settled?: SettleOutcome; old?: Partial<Appointment> | typeof FAILURE; cancelled?: CancelOutcome }) {
  const { settled = { kind: 'booked', appointment: given({}) }, old = {}, cancelled } = of
  const asked: string[] = []
  const outcome = await resumeReschedule(
    {
      new: { settle: async () => settled },
      old: {
        practice: PRACTICE,
        readAppointment: async () => ('kind' in old ? old : { kind: 'read', appointment: given({ id: 'old', ...old }) }),
        cancel: async (seen, reason) => {
          asked.push(`cancel ${seen.id}, version ${seen.version}: ${reason}`)
          return cancelled ?? { kind: 'cancelled', appointment: { ...seen, status: 'cancelled' }, traceId: undefined }
        },
      },
    },
    KEPT,
  )
  return { kind: outcome.kind, asked }
}

describe('A rescheduling is resumed', () => {
  test('CON-10 the new appointment is there, and the old one as the user saw it: it is cancelled for the reason given', async () => {
    assert.deepEqual(await resume({}), { kind: 'rescheduled', asked: ['cancel old, version 1: Moved'] })
  })

  for (const [what, of, kind] of [
    ['there is no new appointment', { settled: { kind: 'not-booked', record: 'held', advice: '' } }, 'old-kept'],
    ['it may yet come', { settled: { kind: 'cannot-tell-yet', askAgainAt: new Date(0), because: undefined, advice: '' } }, 'new-uncertain'],
    ['its day is over', { settled: { kind: 'too-late-to-tell', advice: '' } }, 'new-uncertain'],
    ['somebody cancelled it', { settled: { kind: 'booked', appointment: given({ status: 'cancelled' }) } }, 'new-cancelled'],
    ['the old one was changed since', { old: { version: '2' } }, 'both-held'],
    ['the old one is cancelled already, and has a later version', { old: { version: '2', status: 'cancelled' } }, 'rescheduled'],
    ['the old one cannot be read', { old: FAILURE }, 'old-uncertain'],
  ] as const) {
    test(`CON-10 ${what}: nothing is cancelled, and the outcome is ${kind}`, async () => {
      assert.deepEqual(await resume(of), { kind, asked: [] })
    })
  }

  for (const [cancelled, kind] of [
    [FAILURE, 'both-held'],
    [{ kind: 'cannot-tell-yet', advice: '', because: undefined, traceId: undefined }, 'old-uncertain'],
    [{ kind: 'already-cancelled', appointment: given({}) }, 'rescheduled'],
  ] as const) {
    test(`CON-10 cancelling the old one ends as ${cancelled.kind}: ${kind}`, async () => {
      assert.equal((await resume({ cancelled })).kind, kind)
    })
  }

  test('what was kept is read again, and nothing else is taken for it', () => {
    const withoutVersion = { ...KEPT, old: { ...KEPT.old, version: undefined } }
    for (const kept of [KEPT, withoutVersion]) assert.deepEqual(readReschedulingInDoubt(JSON.parse(JSON.stringify(kept))), kept)
    const others = [
      undefined,
      KEPT.booking,
      { ...KEPT, old: {} },
      { ...KEPT, reason: ' ' },
      { ...KEPT, booking: { ...KEPT.booking, step: 'x' } },
    ]
    for (const other of others) assert.equal(readReschedulingInDoubt(other), undefined)
  })
})
