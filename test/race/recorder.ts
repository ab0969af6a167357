import type { History, Kill, Operation, Seen } from './history.ts'

export type Recorder = {
  /** Milliseconds: the one clock of the history. */
  clock: () => number
  nextNumber: () => number
  record: (operation: Operation) => void
  recordKill: (kill: Kill) => void
  /** From now on, whatever was asked before is over. */
  recordSettled: () => void
  history: () => History
}

export function createRecorder(clock: () => number): Recorder {
  const operations: Operation[] = []
  const kills: Kill[] = []
  const settled: number[] = []
  const known = new Map<string, Seen>()
  let numbers = 0

  /** Long lists of the same appointments are most of what is seen. */
  const keepOnce = (seen: Seen): Seen => {
    const text = JSON.stringify(seen)
    const kept = known.get(text) ?? seen
    known.set(text, kept)
    return kept
  }

  return {
    clock,
    nextNumber: () => {
      numbers += 1
      return numbers
    },
    record: (operation) => {
      const { answer } = operation
      operations.push(answer?.seen ? { ...operation, answer: { ...answer, seen: answer.seen.map(keepOnce) } } : operation)
    },
    recordKill: (kill) => kills.push(kill),
    recordSettled: () => settled.push(clock()),
    history: () => ({ operations, kills, settled }),
  }
}
