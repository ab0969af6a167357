import type { FederatedUpdate, FederationPractice, Offer } from '../../consumer/index.ts'
import type { Io } from './io.ts'
import { practiceLines } from './practice-lines.ts'

type Told = Exclude<FederatedUpdate, { state: 'finished' }>
export type SlotsProgress = { tell: (update: Told, bookable: readonly Offer[]) => void; end: () => void }

export function slotsProgress(io: Io, practices: readonly FederationPractice[]): SlotsProgress {
  const lines = practiceLines(io, practices, 'searching')
  return {
    end: lines.end,
    tell(update, bookable) {
      if (update.state !== 'answered') return lines.tell(update)
      const { unusable } = update.outcome
      const incomplete = unusable > 0 ? ` (${unusable} more cannot be booked: the practice sent them incomplete)` : ''
      lines.answered(update.practice, `${bookable.length} free${incomplete}`)
    },
  }
}
