import { type Appointment, readReschedulingInDoubt, reschedule, resumeReschedule } from '../../src/consumer/index.ts'
import { TEXTS } from './consumer.ts'
import { LATER, NOW, type Stage, sessionOf, type Truth, truthOf, untilEnded } from './crashed-practice.ts'
import type { Wreck } from './strike.ts'
import type { Verdict } from './verdict.ts'

/** As the user does: resume at once, resume once it is certain, and begin anew if the old appointment stands. */
export async function judgeReschedule(stage: Stage, old: Appointment, wreck: Wreck, verdict: Verdict): Promise<void> {
  const { outcome, kept, unanswered } = wreck
  const inDoubt = kept === undefined ? undefined : readReschedulingInDoubt(kept)
  verdict.holds(kept === undefined || inDoubt !== undefined, 'what was kept can be read')
  const resume = async (now: Date) => {
    const session = await sessionOf(stage, now)
    return inDoubt && resumeReschedule({ old: session, new: session }, inDoubt)
  }
  if (outcome !== undefined) {
    await untilEnded(stage, unanswered)
    verdict.say(`told ${outcome}`)
    judgeClaim(outcome, { old, truth: await truthOf(stage), verdict })
  } else verdict.say('killed')

  const atOnce = await resume(NOW)
  await untilEnded(stage, unanswered)
  if (atOnce) {
    verdict.say(`at once ${atOnce.kind}`)
    judgeClaim(atOnce.kind, { old, truth: await truthOf(stage), verdict })
  } else judgeClaim('old-kept', { old, truth: await truthOf(stage), verdict })

  const later = await resume(LATER)
  if (later) {
    verdict.say(`later ${later.kind}`)
    verdict.holds(later.kind === 'rescheduled' || later.kind === 'old-kept', 'later it is certain')
    judgeClaim(later.kind, { old, truth: await truthOf(stage), verdict })
  }
  if (later?.kind === 'rescheduled') return
  const session = await sessionOf(stage, LATER)
  const wish = { old, offer: stage.offers[1], booking: { description: TEXTS.description }, reason: TEXTS.reason }
  const anew = await reschedule({ old: session, new: session }, wish)
  verdict.holds(anew.kind === 'rescheduled', `to begin anew is possible: ${anew.kind}`)
}

/** Which of the two appointments the patient has, as the outcome says. */
function judgeClaim(claim: string, of: { old: Appointment; truth: Truth; verdict: Verdict }): void {
  const { old, truth, verdict } = of
  const isOldLive = truth.live.some(({ id }) => id === old.id)
  const isNewLive = truth.live.some(({ id }) => id !== old.id)
  const held = `${isOldLive ? 'old' : ''}${isOldLive && isNewLive ? ' and ' : ''}${isNewLive ? 'new' : ''}`
  const possible: Readonly<Record<string, readonly string[]>> = {
    rescheduled: ['new'],
    'new-uncertain': ['old', 'old and new'],
    'both-held': ['old and new'],
    'old-uncertain': ['new', 'old and new'],
  }
  verdict.holds((possible[claim] ?? ['old']).includes(held), `${claim}, where the book has ${held}`)
}
