import type { AppointmentsUpdate, FederationPractice } from '../../consumer/index.ts'
import type { Io } from './io.ts'
import { practiceLines } from './practice-lines.ts'

type Told = Exclude<AppointmentsUpdate, { state: 'finished' }>
export type ListProgress = { tell: (update: Told) => void; end: () => void }

export function listProgress(io: Io, practices: readonly FederationPractice[]): ListProgress {
  const lines = practiceLines(io, practices, 'listing')
  return {
    end: lines.end,
    tell(update) {
      if (update.state !== 'answered') lines.tell(update)
      else lines.answered(update.practice, answerText(update.outcome))
    },
  }
}

function answerText(outcome: Extract<Told, { state: 'answered' }>['outcome']): string {
  if (outcome.kind === 'no-record') return 'has no record of this patient'
  const { appointments, unusable } = outcome
  return `${appointments.length} listed${unusable > 0 ? ` (${unusable} more could not be read)` : ''}`
}
