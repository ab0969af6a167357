import type { Appointment } from '../../src/consumer/index.ts'
import { TEXTS } from './consumer.ts'
import { LATER, type Stage, sessionOf, type Truth, truthOf, untilEnded } from './crashed-practice.ts'
import type { Wreck } from './strike.ts'
import type { Verdict } from './verdict.ts'

/** As the user does: ask for the change again, which is said to be safe. */
export async function judgeChange(
  stage: Stage,
  { work, old }: { work: 'amend' | 'cancel'; old: Appointment },
  { outcome, unanswered }: Wreck,
  verdict: Verdict,
): Promise<void> {
  await untilEnded(stage, unanswered)
  verdict.say(outcome === undefined ? 'killed' : `told ${outcome}`)
  const isMade = isMadeIn(await truthOf(stage), work)
  if (outcome === 'amended' || outcome === 'cancelled') verdict.holds(isMade, `${outcome}, and it is so`)
  else if (outcome !== undefined && outcome !== 'cannot-tell-yet') verdict.holds(!isMade, `nothing was changed after ${outcome}`)

  const session = await sessionOf(stage, LATER)
  const read = await session.readAppointment(old.id)
  verdict.holds(read.kind === 'read', 'the appointment can be read')
  const seen = read.kind === 'read' ? read.appointment : old
  const again = work === 'amend' ? await session.amend(seen, { description: TEXTS.amended }) : await session.cancel(seen, TEXTS.reason)
  verdict.say(`again ${again.kind}`)
  const truth = await truthOf(stage)
  verdict.holds(isMadeIn(truth, work), 'after the second time it is so')
  const [appointment] = work === 'amend' ? truth.live : truth.cancelled
  verdict.holds(appointment?.version === 2, `it was changed once: version ${appointment?.version}`)
}

function isMadeIn({ live, cancelled }: Truth, work: 'amend' | 'cancel'): boolean {
  return work === 'amend' ? live[0]?.description === TEXTS.amended : cancelled.length === 1
}
