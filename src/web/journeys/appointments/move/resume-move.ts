import type { FastifyRequest } from 'fastify'
import { openPractice, readReschedulingInDoubt, resumeReschedule } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import { type Acting, actingIn } from '../../../request.ts'
import type { WorkItem } from '../../../work/work.ts'
import { endWork } from '../../book/end-work.ts'
import { setMoving } from './change-moving.ts'
import { canResume, type MoveTold, type Moving } from './moving.ts'
import { toldOfResume } from './to-told.ts'

/**
 * Goes on with a move that was kept, in whichever process or session: finds out about the new appointment and, once that is certain, cancels the
 * old one. Sends no booking, and may be done twice. Undefined: nothing is in doubt.
 */
export async function resumeMove(deps: WebDeps, acting: Acting, item: WorkItem): Promise<MoveTold | undefined> {
  const inDoubt = readReschedulingInDoubt(item.content.inDoubt)
  if (item.state !== 'open' || !inDoubt) return undefined
  const { asker } = acting
  const spine = deps.spineOf(asker.organisation.odsCode)
  const sessions = {
    old: openPractice(spine, { practice: inDoubt.old.practice, ...asker }),
    new: openPractice(spine, { practice: inDoubt.booking.practice, ...asker }),
  }
  const told = toldOfResume(await resumeReschedule(sessions, inDoubt))
  await endMove(deps, acting, { workId: item.id, told })
  return told
}

/** Unless something of it is left to do. */
export async function endMove(
  { work }: Pick<WebDeps, 'work'>,
  { owner }: Pick<Acting, 'owner'>,
  { workId, told }: { workId: string; told: MoveTold },
): Promise<void> {
  if (canResume(told)) return
  // It can no longer be found out whether the new one was booked.
  if (told.kind === 'new-uncertain') return endWork(work, owner, { id: workId, state: 'not-done', isNeverKnown: true })
  if (told.kind !== 'rescheduled') return endWork(work, owner, { id: workId, state: 'not-done' })
  await endWork(work, owner, { id: workId, state: 'done', appointmentId: told.booked.id })
}

/** Longer than a request of this app's has ever to wait for what comes before the first thing that is kept. */
const GIVEN_UP_MS = 120_000

/** One of which nothing is heard any more: its process has ended, or is far too slow. */
export async function takeOverMove(deps: WebDeps, request: FastifyRequest, of: { encounterId: string; moving: Moving }): Promise<void> {
  const { state } = of.moving
  if (state.at !== 'sending' || deps.now().getTime() - Date.parse(state.since) <= GIVEN_UP_MS) return
  const acting = actingIn(request)
  const item = state.workId === undefined ? undefined : await deps.work.find(state.workId, acting.owner)
  const told = item && (await resumeMove(deps, acting, item))
  if (item && told) return showTold(deps, request, { ...of, workId: item.id, told })
  // By the version of the item: were its process alive, it could not keep anything any more, and so send nothing.
  if (item?.state === 'open' && !(await deps.work.change(item, { state: 'not-done', content: item.content }))) return
  await setMoving(deps, request, {
    ...of,
    state: { at: 'choosing', note: 'nothing-sent' },
    onlyAt: 'sending',
    since: state.since,
    slot: (draft) => draft && { ...draft, state: { at: 'checking' } },
  })
}

type Told = { encounterId: string; moving: Pick<Moving, 'id'>; onlyAt?: 'sending'; since?: string; workId?: string; told: MoveTold }

/** Kept with the encounter. As long as it is not known whether the new one was booked, no other slot is chosen. */
export async function showTold(deps: WebDeps, request: FastifyRequest, { workId, told, ...of }: Told): Promise<void> {
  const isOpen = told.kind === 'new-uncertain' && !told.isTooLate && workId !== undefined
  await setMoving(deps, request, {
    ...of,
    state: { at: 'told', told, workId },
    slot: (draft) => {
      if (!draft || !isOpen) return undefined
      const { traceId } = told
      return { ...draft, state: { at: 'uncertain', workId, askAgainAt: deps.now().toISOString(), traceId } }
    },
  })
}
