import { type Asked, isDone, isUnanswered, type Kill, type Operation } from '../history.ts'
import type { Judge } from './judge.ts'
import type { Resolved } from './resolve.ts'

const CHANGED = ['200', '409 FHIR_CONSTRAINT_VIOLATION', '422 INVALID_RESOURCE']

/** What may be answered to requests that are well formed, and name what is there. */
const FITTING: Record<Asked['kind'], readonly string[]> = {
  book: ['201', '409 DUPLICATE_REJECTED', '422 INVALID_RESOURCE'],
  amend: CHANGED,
  cancel: CHANGED,
  read: ['200'],
  retrieve: ['200'],
  search: ['200'],
}

export function checkAnswers({ history }: Resolved, judge: Judge): void {
  for (const operation of history.operations) {
    const { asked, answer, number } = operation
    const given = [answer?.status, answer?.code].filter((part) => part !== undefined).join(' ')
    const holds = isUnanswered(operation) ? isExcused(operation, history.kills) : FITTING[asked.kind].includes(given)
    judge('answered', holds, () => ({ says: `${asked.kind} was answered with ${given || 'nothing'}`, operations: [number] }))
    judge('answered', !isDone(operation) || isWhole(operation), () => ({
      says: 'the answer lacks what was asked for',
      operations: [number],
    }))
  }
}

function isWhole({ asked, answer }: Operation): boolean {
  if (asked.kind === 'search') return answer?.offered !== undefined
  return asked.kind === 'retrieve' ? answer?.seen !== undefined : answer?.seen?.length === 1
}

/** A killed provider answers nothing; while PostgreSQL is away, every provider lives on and says so. */
function isExcused({ process, start, end, answer }: Operation, kills: readonly Kill[]): boolean {
  return kills.some(
    (kill) =>
      start <= kill.end && end >= kill.start && (kill.victim === 'provider' ? !answer && kill.process === process : answer !== undefined),
  )
}
