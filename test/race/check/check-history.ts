import { type History, isUnanswered, type RacedPractice } from '../history.ts'
import { checkAnswers } from './check-answers.ts'
import { checkReads } from './check-reads.ts'
import { checkRefusals } from './check-refusals.ts'
import { checkSearches } from './check-searches.ts'
import { checkCaps, checkSlots } from './check-slots.ts'
import { checkVersions } from './check-versions.ts'
import { findHolds } from './holds.ts'
import { createJudge, type Verdict } from './judge.ts'
import { isBooking, isChange, type Resolved, resolve } from './resolve.ts'

/** Judges what many clients asked and were answered, by that alone: nothing here looks into a database. */
export function checkHistory(practices: readonly RacedPractice[], history: History): Verdict {
  const { judge, verdict } = createJudge()
  const resolved = resolve(practices, history)
  const holds = findHolds(resolved)
  checkAnswers(resolved, judge)
  checkVersions(resolved, judge)
  checkReads(resolved, judge)
  checkSlots(resolved, holds, judge)
  checkCaps(holds, judge)
  checkSearches(resolved, holds, judge)
  checkRefusals(resolved, holds, judge)
  return { ...verdict(), unanswered: countUnanswered(resolved) }
}

function countUnanswered({ history, lifeOf }: Resolved): Verdict['unanswered'] {
  const writers = new Set(
    [...lifeOf.values()].flatMap(({ versions }) => [...versions.values()].map(({ seen }) => seen.cancelledBy ?? seen.writtenBy)),
  )
  const unanswered = history.operations.filter((operation) => isUnanswered(operation) && (isBooking(operation) || isChange(operation)))
  const happened = unanswered.filter(({ number }) => writers.has(number)).length
  return { happened, didNot: unanswered.length - happened }
}
