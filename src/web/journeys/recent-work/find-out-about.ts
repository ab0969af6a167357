import { formatLocalDateTime } from '../../../nhs/local-time.ts'
import type { WebDeps } from '../../deps.ts'
import type { Acting } from '../../request.ts'
import type { WorkItem } from '../../work/work.ts'
import { resumeMove } from '../appointments/move/resume-move.ts'
import { settleChange } from '../appointments/settle-change.ts'
import { settleWork } from '../book/find-out.ts'

/** Longer than a request of this app's has ever to wait for what comes before the first thing that is kept. */
const GIVEN_UP_MS = 120_000
const STILL_SENDING = 'It is still being sent. Look again in two minutes.'

/** What is left to be said where it is not known now; undefined once it is. Writes nothing at the practice, but for the second step of a move. */
export async function findOutAbout(deps: WebDeps, acting: Acting, item: WorkItem): Promise<string | undefined> {
  if (item.kind === 'amendment' || item.kind === 'cancellation') return settleChange(deps, acting, item)
  if (!item.content.inDoubt) return giveUp(deps, item)
  if (item.kind === 'rescheduling') return findOutMove(deps, acting, item)

  const outcome = await settleWork(deps, acting, item)
  switch (outcome.kind) {
    case 'booked':
    case 'not-booked':
    case 'too-late-to-tell':
      return outcome.kind === 'too-late-to-tell' ? outcome.advice : undefined
    case 'cannot-tell-yet':
      return `The practice cannot tell yet. Book nothing else for this. Ask again at ${formatLocalDateTime(outcome.askAgainAt).slice(11, 16)}.`
    case 'in-no-doubt':
      return giveUp(deps, item)
  }
}

/** If nothing was kept nothing was sent; by the version of the item, nothing can be from here on. */
async function giveUp({ work, now }: WebDeps, item: WorkItem): Promise<string | undefined> {
  if (now().getTime() - item.changedAt.getTime() <= GIVEN_UP_MS) return STILL_SENDING
  return (await work.change(item, { state: 'not-done', content: item.content })) ? undefined : STILL_SENDING
}

async function findOutMove(deps: WebDeps, acting: Acting, item: WorkItem): Promise<string | undefined> {
  const told = await resumeMove(deps, acting, item)
  switch (told?.kind) {
    case undefined:
      return giveUp(deps, item)
    case 'both-held':
      return `The patient has both appointments: the old one was not cancelled. ${told.advice}`
    case 'old-uncertain':
      return 'The new one is booked; it is not known whether the old one was cancelled. Ask again.'
    case 'new-uncertain':
      return told.advice
    default:
      return undefined
  }
}
