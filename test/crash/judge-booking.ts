import { readBookingInDoubt, type SettleOutcome } from '../../src/consumer/index.ts'
import { TEXTS } from './consumer.ts'
import { LATER, NOW, type Stage, sessionOf, type Truth, truthOf, untilEnded } from './crashed-practice.ts'
import type { Wreck } from './strike.ts'
import type { Verdict } from './verdict.ts'

/** As the user does: settle at once, settle once it is certain, and book anew if there is nothing. */
export async function judgeBooking(stage: Stage, { outcome, kept, unanswered }: Wreck, verdict: Verdict): Promise<void> {
  const inDoubt = kept === undefined ? undefined : readBookingInDoubt(kept)
  verdict.holds(kept === undefined || inDoubt !== undefined, 'what was kept can be read')
  const atOnce = inDoubt && (await (await sessionOf(stage, NOW)).settle(inDoubt))
  await untilEnded(stage, unanswered)

  const truth = await truthOf(stage)
  judgeTold(outcome, { truth, isKept: inDoubt !== undefined, verdict })
  if (atOnce) {
    verdict.say(`at once ${atOnce.kind}`)
    if (atOnce.kind !== 'cannot-tell-yet') judgeSettled(atOnce, truth, verdict)
  }
  if (inDoubt) {
    const later = await (await sessionOf(stage, LATER)).settle(inDoubt)
    verdict.say(`later ${later.kind}`)
    verdict.holds(later.kind === 'booked' || later.kind === 'not-booked', 'later it is certain')
    judgeSettled(later, truth, verdict)
  }
  if (truth.live.length === 0) {
    const anew = await (await sessionOf(stage, LATER)).book(stage.offers[1], { description: TEXTS.description })
    verdict.holds(anew.kind === 'booked', `to book anew is possible: ${anew.kind}`)
  }
}

function judgeTold(outcome: string | undefined, of: { truth: Truth; isKept: boolean; verdict: Verdict }): void {
  const { truth, isKept, verdict } = of
  verdict.say(outcome === undefined ? 'killed' : `told ${outcome}`)
  if (!isKept) verdict.holds(truth.live.length === 0, 'of a booking that was sent something is kept')
  if (outcome === 'booked') verdict.holds(truth.live.length === 1, 'what was told as booked is there')
  else if (outcome !== undefined && outcome !== 'uncertain') verdict.holds(truth.live.length === 0, `nothing is booked after ${outcome}`)
}

function judgeSettled(settled: SettleOutcome, truth: Truth, verdict: Verdict): void {
  if (settled.kind === 'booked') verdict.holds(truth.live.length === 1 && truth.live[0]?.id === settled.appointment.id, 'settled as booked')
  if (settled.kind !== 'not-booked') return
  verdict.holds(truth.live.length === 0, 'settled as not booked')
  if (settled.record === 'held') verdict.holds(truth.records === 1, 'settled with a record')
  if (settled.record === 'none') verdict.holds(truth.records === 0, 'settled without a record')
}
