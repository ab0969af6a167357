import type { AmendOutcome, CancelOutcome } from '../../../consumer/index.ts'
import type { ChangeWanted } from '../../work/work.ts'

/** What was asked for, upon which look, and what became of it. */
export type ChangeTold = {
  wanted: ChangeWanted
  lookId: string
  /** In the list of recent work. */
  workId: string
  outcome: AmendOutcome | CancelOutcome
}
