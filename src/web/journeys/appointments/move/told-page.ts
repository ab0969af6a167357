import { NO_APPOINTMENT, type Problem, toProblem } from '../../../views/to-problem.ts'
import type { Page } from '../../../views/views.ts'
import { longWhen } from '../../offer-words.ts'
import { compare, factsOfAppointment } from '../appointment-words.ts'
import { canResume, type MoveTold, type Moving } from './moving.ts'

type Step = { text: string; state: 'done' | 'not done' | 'not known' | 'not asked for' }
type Words = { title: string; has: string; booking: Step['state']; cancelling: Step['state']; paragraphs: readonly string[] }

/** Says precisely which appointments the patient has, and how far each of the two steps came. */
export function toldPage(moving: Moving, told: MoveTold): Page {
  const { title, has, booking, cancelling, paragraphs } = wordsOf(told)
  const [booked, old] = ['booked' in told ? told.booked : undefined, moving.old]
  const newPracticeName = moving.newPracticeName ?? booked?.practice ?? ''
  const steps: Step[] = [
    { text: `Book the new one${booked ? `: ${longWhen(booked)}, at ${newPracticeName}` : ''}`, state: booking },
    { text: `Cancel the old one: ${longWhen(old)}, at ${moving.oldPracticeName}`, state: cancelling },
  ]
  return {
    template: 'journeys/appointments/move/told.njk',
    title,
    has,
    steps,
    paragraphs,
    isDone: told.kind === 'rescheduled',
    canResume: canResume(told),
    canChooseAgain: told.kind === 'old-kept',
    problem: problemOf(told),
    traceId: told.kind === 'new-uncertain' ? told.traceId : undefined,
    compared: comparedOf(moving, told),
    facts: booked && factsOfAppointment(booked, newPracticeName),
  }
}

function wordsOf(told: MoveTold): Words {
  switch (told.kind) {
    case 'rescheduled':
      return words('Moved', 'The patient has the new appointment alone.', 'done', 'done')
    case 'old-kept':
      return words(
        'Not moved',
        'The patient has the old appointment, as it was, and no new one.',
        'not done',
        'not asked for',
        whyKept(told),
      )
    case 'old-not-as-seen':
      return notAsSeen(told)
    case 'new-cancelled':
      return words(
        'Not moved',
        'The patient has the old appointment alone: somebody has cancelled the new one already.',
        'done',
        'not asked for',
        [told.advice],
      )
    case 'new-uncertain':
      return words(
        'It is not known yet whether the new one was booked',
        'The patient has the old appointment, and perhaps the new one as well. Nothing was cancelled.',
        'not known',
        'not asked for',
        [told.isTooLate ? told.advice : UNCERTAIN_ADVICE],
      )
    case 'both-held':
      return words('The patient has both appointments', 'The new one is booked, and the old one was not cancelled.', 'done', 'not done', [
        told.why,
      ])
    case 'old-uncertain':
      return words(
        'It is not known yet whether the old one was cancelled',
        'The patient has the new appointment, and perhaps the old one as well.',
        'done',
        'not known',
        ['Go on below: the old one is cancelled if it is not yet. It cannot be cancelled twice.'],
      )
  }
}

const UNCERTAIN_ADVICE =
  'Do not book or cancel anything for this. Check again below: once the new one is known to be booked, the old one is cancelled as you decided. You can close this page; it is in your recent work until it is known.'

const words = (
  title: string,
  has: string,
  booking: Step['state'],
  cancelling: Step['state'],
  paragraphs: readonly string[] = [],
): Words => ({ title, has, booking, cancelling, paragraphs })

function whyKept(told: Extract<MoveTold, { kind: 'old-kept' }>): string[] {
  const registered = 'registered' in told && told.registered === 'now' ? [REGISTERED] : []
  return [...becauseOf(told), ...registered]
}

const REGISTERED = 'The new practice has registered the patient as temporary, which does no harm.'

function becauseOf(told: Extract<MoveTold, { kind: 'old-kept' }>): string[] {
  switch (told.why) {
    case 'gone':
      return ['The new slot has just been taken by somebody else. What you typed is kept.']
    case 'not-booked':
      return ['The practice has no new appointment, and none can come any more.']
    case 'stopped':
      return [told.advice]
    case 'failed':
      return []
  }
}

function notAsSeen({ because }: Extract<MoveTold, { kind: 'old-not-as-seen' }>): Words {
  const title = because.kind === 'changed-meanwhile' ? 'Somebody else has changed the old appointment' : 'Not moved'
  const has =
    because.kind === 'not-changeable' && because.because === 'cancelled'
      ? 'The old appointment has been cancelled, and no new one was booked: the patient has neither.'
      : 'The patient has the old appointment as the practice holds it, and no new one.'
  const advice = because.kind === 'changed-meanwhile' || because.kind === 'not-changeable' ? [because.advice] : []
  return words(title, has, 'not asked for', 'not asked for', advice)
}

function problemOf(told: MoveTold): Problem | undefined {
  if (told.kind === 'old-kept' && told.why === 'failed') return toProblem(told.failure, told.registered && NO_APPOINTMENT)
  if (told.kind === 'old-uncertain' && told.failure) return toProblem(told.failure)
  if (told.kind !== 'old-not-as-seen') return undefined
  const { because } = told
  return because.kind === 'changed-meanwhile' || because.kind === 'not-changeable' ? undefined : toProblem(because)
}

function comparedOf({ old }: Moving, told: MoveTold) {
  if (told.kind === 'old-not-as-seen' && told.because.kind === 'changed-meanwhile') return compare(told.because.seen, told.because.now)
  return told.kind === 'both-held' && told.now ? compare(old, told.now) : undefined
}
