import type { Failure, RescheduleOutcome, ResumeRescheduleOutcome } from '../../../../consumer/index.ts'
import type { MoveTold } from './moving.ts'

/** As it is kept and shown. Undefined: nothing was sent, and the user has something to decide first. */
export function toldOfReschedule(outcome: RescheduleOutcome): MoveTold | undefined {
  switch (outcome.kind) {
    case 'rescheduled':
      return { kind: 'rescheduled', booked: outcome.booked.appointment, cancelled: outcome.cancelled }
    case 'old-kept':
      return oldKept(outcome.because)
    case 'old-not-as-seen':
      return { kind: 'old-not-as-seen', because: outcome.because }
    case 'new-cancelled':
      return { kind: 'new-cancelled', booked: outcome.booked.appointment, advice: outcome.advice }
    case 'new-uncertain':
      return { kind: 'new-uncertain', advice: outcome.advice, isTooLate: false, traceId: outcome.because.traceId }
    case 'both-held': {
      const { booked, because, advice } = outcome
      const now = because.kind === 'changed-meanwhile' ? { now: because.now } : {}
      return { kind: 'both-held', booked: booked.appointment, advice, why: because.advice, ...now }
    }
    case 'old-uncertain':
      return { kind: 'old-uncertain', booked: outcome.booked.appointment, advice: outcome.advice, failure: outcome.because.because }
  }
}

type NotBooked = Extract<RescheduleOutcome, { kind: 'old-kept' }>['because']

function oldKept(because: NotBooked): MoveTold | undefined {
  switch (because.kind) {
    case 'demographics-differ':
      return undefined
    case 'no-longer-free':
      return { kind: 'old-kept', why: 'gone', ...registeredBy(because) }
    case 'registration-uncertain':
      return { kind: 'old-kept', why: 'failed', failure: { ...because.because, advice: because.advice }, registered: 'perhaps' }
    default: {
      const { kind, step, practice, by, code, diagnostics, advice, traceId } = because
      const failure: Failure = { kind, step, practice, by, code, diagnostics, advice, traceId }
      return { kind: 'old-kept', why: 'failed', failure, ...registeredBy(because) }
    }
  }
}

const registeredBy = ({ registeredNow }: { registeredNow?: boolean }) => (registeredNow ? ({ registered: 'now' } as const) : {})

const CHANGED_SINCE = 'Somebody has changed the old appointment since you saw it, so it was not cancelled.'

export function toldOfResume(outcome: ResumeRescheduleOutcome): MoveTold {
  switch (outcome.kind) {
    case 'rescheduled':
      return { kind: 'rescheduled', booked: outcome.booked, cancelled: outcome.cancelled }
    case 'old-kept':
      return { kind: 'old-kept', why: 'not-booked' }
    case 'new-cancelled':
      return { kind: 'new-cancelled', booked: outcome.new, advice: outcome.advice }
    case 'new-uncertain': {
      const { because, advice } = outcome
      return because.kind === 'too-late-to-tell'
        ? { kind: 'new-uncertain', isTooLate: true, advice: because.advice }
        : { kind: 'new-uncertain', isTooLate: false, advice, traceId: because.because?.traceId }
    }
    case 'both-held': {
      const { booked, old, because, advice } = outcome
      return because === 'changed-meanwhile' || because.kind === 'changed-meanwhile'
        ? { kind: 'both-held', booked, advice, why: CHANGED_SINCE, now: old }
        : { kind: 'both-held', booked, advice, why: because.advice }
    }
    case 'old-uncertain': {
      const { because, booked, advice } = outcome
      return { kind: 'old-uncertain', booked, advice, failure: because.kind === 'cannot-tell-yet' ? because.because : because }
    }
  }
}
