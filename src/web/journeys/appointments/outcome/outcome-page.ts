import { toProblem } from '../../../views/to-problem.ts'
import type { Page } from '../../../views/views.ts'
import { longWhen } from '../../offer-words.ts'
import { compare, factsOfAppointment } from '../appointment-words.ts'
import type { ChangeTold } from '../change-told.ts'
import { type HeldAppointment, lookAt } from '../held.ts'

const NOT_CHANGEABLE = {
  cancelled: 'It has been cancelled already',
  past: 'It has begun, or is over',
  visit: 'A visit is not changed from here',
} as const

/** Each outcome as a page that says what there is now, and what can be done. */
export function outcomePage({ practiceName, looks }: HeldAppointment, { wanted, outcome, lookId }: ChangeTold): Page {
  const isCancel = wanted.kind === 'cancel'
  const seen = looks.find(({ id }) => id === lookId)?.appointment
  switch (outcome.kind) {
    case 'amended':
    case 'cancelled':
      return done({ title: isCancel ? 'Cancelled' : 'Changed', outcome, practiceName })
    case 'already-cancelled': {
      const isOurs = wanted.kind === 'cancel' && outcome.appointment.cancellationReason?.trim() === wanted.reason
      return { ...done({ title: 'Cancelled', outcome, practiceName }), before: !isOurs }
    }
    case 'changed-meanwhile':
      return {
        template: 'journeys/appointments/outcome/changed-meanwhile.njk',
        title: 'Somebody else has changed this appointment',
        compared: compare(outcome.seen, outcome.now),
        look: lookAt(outcome.now).id,
        wanted,
      }
    case 'not-changeable':
      return {
        template: 'journeys/appointments/outcome/not-changeable.njk',
        title: NOT_CHANGEABLE[outcome.because],
        advice: outcome.advice,
        facts: factsOfAppointment(outcome.appointment, practiceName),
      }
    case 'cannot-tell-yet':
      return {
        template: 'journeys/appointments/outcome/cannot-tell-yet.njk',
        title: isCancel ? 'It is not known yet whether this was cancelled' : 'It is not known yet whether this was changed',
        advice: outcome.advice,
        traceId: outcome.traceId,
        when: seen && longWhen(seen),
        problem: outcome.because && toProblem(outcome.because),
        wanted,
      }
    default:
      return {
        template: 'journeys/appointments/outcome/failed.njk',
        title: isCancel ? 'Not cancelled' : 'Not changed',
        problem: toProblem(outcome),
        canAskAgain: outcome.kind === 'unavailable',
        when: seen && longWhen(seen),
        step: wanted.kind,
      }
  }
}

type Done = Extract<ChangeTold['outcome'], { kind: 'amended' | 'cancelled' | 'already-cancelled' }>

const done = ({ title, outcome, practiceName }: { title: string; outcome: Done; practiceName: string }): Page => ({
  template: 'journeys/appointments/outcome/done.njk',
  title,
  when: longWhen(outcome.appointment),
  facts: factsOfAppointment(outcome.appointment, practiceName),
  traceId: 'traceId' in outcome ? outcome.traceId : undefined,
})
