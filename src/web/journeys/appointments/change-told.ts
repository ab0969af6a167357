import type { AmendOutcome, CancelOutcome } from '../../../consumer/index.ts'

/** What was asked for. */
export type ChangeWanted = { kind: 'amend'; texts: { description: string; comment: string } } | { kind: 'cancel'; reason: string }

/** What was asked for, upon which look, and what became of it. */
export type ChangeTold = {
  wanted: ChangeWanted
  lookId: string
  /** In the list of recent work. */
  workId: string
  outcome: AmendOutcome | CancelOutcome
}
