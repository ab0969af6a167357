import type { FastifyRequest } from 'fastify'
import { type Appointment, openPractice, readBookingInDoubt, type SettleOutcome } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import { type Acting, actingIn } from '../../request.ts'
import type { WorkItem } from '../../work/work.ts'
import { setDraft } from './change-draft.ts'
import type { BookingDraft, BookingState } from './draft.ts'
import { endWork } from './end-work.ts'

/** Longer than a request of this app's has ever to wait for what comes before the first thing that is kept. */
const GIVEN_UP_MS = 120_000

/** Asks the practice what became of a booking, and keeps what it says. Sends no booking. `in-no-doubt`: nothing had been sent. */
export async function settleWork(
  deps: Pick<WebDeps, 'spineOf' | 'work'>,
  acting: Acting,
  item: WorkItem,
): Promise<SettleOutcome | { kind: 'in-no-doubt' }> {
  const inDoubt = readBookingInDoubt(item.content.inDoubt)
  if (!inDoubt) return { kind: 'in-no-doubt' }
  const { asker, owner } = acting
  const practice = openPractice(deps.spineOf(asker.organisation.odsCode), { practice: inDoubt.practice, ...asker })
  const outcome = await practice.settle(inDoubt)
  const { work } = deps
  if (outcome.kind === 'booked') await endWork(work, owner, { id: item.id, state: 'done', appointmentId: outcome.appointment.id })
  if (outcome.kind === 'not-booked') await endWork(work, owner, { id: item.id, state: 'not-done' })
  if (outcome.kind === 'too-late-to-tell') await endWork(work, owner, { id: item.id, state: 'not-done', isNeverKnown: true })
  return outcome
}

type Of = { encounterId: string; draft: BookingDraft }

/** How far it has come: one of which nothing is heard any more, and one whose answer was lost, is asked about. */
export async function findOut(deps: WebDeps, request: FastifyRequest, of: Of): Promise<void> {
  const { state } = of.draft
  if (state.at === 'sending' && deps.now().getTime() - Date.parse(state.since) > GIVEN_UP_MS) await takeOver(deps, request, of)
  if (state.at === 'uncertain') await settle(deps, request, { ...of, workId: state.workId, traceId: state.traceId })
}

/** Its process has ended, or is far too slow: if nothing was kept nothing was sent, and from here on nothing can be. */
async function takeOver(deps: WebDeps, request: FastifyRequest, of: Of): Promise<void> {
  const { state } = of.draft
  const { owner } = actingIn(request)
  const { work } = deps
  const item = state.at === 'sending' && state.workId !== undefined ? await work.find(state.workId, owner) : undefined
  if (item?.content.inDoubt) return settle(deps, request, { ...of, workId: item.id, traceId: undefined })
  // By the version of the item: were its process alive, it could not keep anything any more, and so send nothing.
  if (item?.state === 'open' && !(await work.change(item, { state: 'not-done', content: item.content }))) return
  const same = { onlyAt: 'sending', since: state.at === 'sending' ? state.since : undefined } as const
  await setDraft(deps, request, { ...of, ...same, state: { at: 'checking' }, also: { note: 'nothing-sent' } })
}

type Settling = Of & { workId: string; traceId: string | undefined }

async function settle(deps: WebDeps, request: FastifyRequest, { workId, traceId, ...of }: Settling): Promise<void> {
  const acting = actingIn(request)
  const item = await deps.work.find(workId, acting.owner)
  const outcome = item && (await settleWork(deps, acting, item))
  const state = outcome && (await toState(deps, acting, { outcome, item, traceId }))
  if (state) await setDraft(deps, request, { ...of, state })
}

type Told = { outcome: Awaited<ReturnType<typeof settleWork>>; item: WorkItem; traceId: string | undefined }

async function toState(deps: WebDeps, acting: Acting, { outcome, item, traceId }: Told): Promise<BookingState | undefined> {
  switch (outcome.kind) {
    case 'booked':
      return bookedState(deps, outcome.appointment, traceId)
    case 'not-booked':
      return { at: 'not-booked', advice: outcome.advice }
    case 'cannot-tell-yet':
      return { at: 'uncertain', workId: item.id, askAgainAt: outcome.askAgainAt.toISOString(), traceId }
    case 'too-late-to-tell':
      return { at: 'too-late-to-tell', advice: outcome.advice, traceId }
    case 'in-no-doubt':
      return foundOutElsewhere(deps, acting, item)
  }
}

const bookedState = ({ now }: Pick<WebDeps, 'now'>, appointment: Appointment, traceId: string | undefined): BookingState => ({
  ...{ at: 'booked', appointment, traceId },
  registeredNow: false,
  calendarStamp: now().toISOString(),
})

const RING = 'It was too late to find out whether this was booked. Ring the practice.'

/** In another tab, or from the list of recent work. */
async function foundOutElsewhere(deps: WebDeps, { asker }: Acting, { state, content }: WorkItem): Promise<BookingState | undefined> {
  if (state === 'open') return undefined
  const { appointmentId, practice, isNeverKnown } = content
  if (isNeverKnown) return { at: 'too-late-to-tell', advice: RING, traceId: undefined }
  if (appointmentId === undefined) return { at: 'not-booked', advice: 'Nothing was booked. Search again, and book.' }
  const at = openPractice(deps.spineOf(asker.organisation.odsCode), { practice: practice.odsCode, ...asker })
  const read = await at.readAppointment(appointmentId)
  return read.kind === 'read' ? bookedState(deps, read.appointment, undefined) : undefined
}
