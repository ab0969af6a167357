import type { FastifyRequest } from 'fastify'
import { type BookingInDoubt, type BookOutcome, openSession, type Session, suggestInstead } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import type { TracedPatient } from '../../encounter/encounters.ts'
import { type Acting, actingIn } from '../../request.ts'
import { WebRefusal } from '../../web-refusal.ts'
import type { Work, WorkContent, WorkItem } from '../../work/work.ts'
import { toPatientShown } from '../find-patient/patient-shown.ts'
import type { SlotSearch } from '../find-slot/search.ts'
import { shortWhen } from '../offer-words.ts'
import { forgetRestricted } from '../patient-in-hand.ts'
import { setDraft } from './change-draft.ts'
import type { BookingDraft, BookingState } from './draft.ts'
import { endWork } from './end-work.ts'

/** For the search that follows when the slot has gone: the caller is waiting. */
const SUGGEST_MS = 8_000
const MOST_SUGGESTED = 5

/** Thrown from `keep`, before anything is sent: the user has not been asked yet. */
class RegistrationNotAgreed extends Error {
  override readonly name = 'RegistrationNotAgreed'
}

type Of = {
  encounterId: string
  draft: BookingDraft
  /** By this request. */
  claimedAt: string
  traced: TracedPatient
  search: SlotSearch | undefined
  differencesAccepted: boolean
}

/**
 * Sends a booking that this request alone has claimed, by the encounter's version. What is about to be sent is kept first, in the app's own
 * database: whoever opens the page after this process has ended finds out from there what became of it.
 */
export async function sendBooking(deps: WebDeps, request: FastifyRequest, of: Of): Promise<void> {
  const acting = actingIn(request)
  const { asker } = acting
  const { offer } = of.draft
  const spine = deps.spineOf(asker.organisation.odsCode)
  const { nhsNumber } = of.traced.demographics
  const opened = await openSession(spine, { nhsNumber, practice: offer.practice.odsCode, ...asker })
  // Whoever gave this one up meanwhile has told the user that nothing was sent, and may have begun another.
  const claimed = { onlyAt: 'sending', since: of.claimedAt } as const
  const ended = async (state: BookingState) => {
    await setDraft(deps, request, { ...of, ...claimed, state })
  }
  if (opened.kind === 'stopped' && opened.because === 'sensitive') return forgetRestricted(deps, request, of.encounterId)
  if (opened.kind === 'stopped') return ended({ at: 'not-booked', advice: opened.advice })
  if (opened.kind !== 'open') return ended({ at: 'failed', failure: opened, registeredNow: false })

  const { work } = deps
  const item = await work.begin(acting.owner, 'booking', contentOf(of))
  const since = deps.now().toISOString()
  if (!(await setDraft(deps, request, { ...of, ...claimed, state: { at: 'sending', since, workId: item.id } }))) return giveUp(work, item)
  const mine = { onlyAt: 'sending', since } as const

  const outcome = await bookKept(work, item, { session: opened.session, of })
  if (outcome === 'registration-not-agreed') {
    await endWork(work, acting.owner, { id: item.id, state: 'not-done' })
    const look = { ...of.draft.look, isKnown: false, differences: [] }
    await setDraft(deps, request, { ...of, ...mine, state: { at: 'checking' }, also: { look, note: 'no-record-now' } })
    return
  }
  await finish(deps, request, { of, mine, acting, work, item, outcome })
}

function contentOf({ draft, traced }: Of): WorkContent {
  const { offer, practiceName, texts } = draft
  const { name } = toPatientShown(traced.demographics)
  return {
    patient: { name, nhsNumber: traced.demographics.nhsNumber },
    practice: { odsCode: offer.practice.odsCode, name: practiceName },
    summary: `${texts.description}, ${shortWhen(offer)}`,
  }
}

async function giveUp(work: Work, item: WorkItem): Promise<void> {
  await work.change(item, { state: 'not-done', content: item.content })
}

async function bookKept(
  work: Work,
  begun: WorkItem,
  { session, of }: { session: Session; of: Of },
): Promise<BookOutcome | 'registration-not-agreed'> {
  let item = begun
  const keep = async (inDoubt: BookingInDoubt) => {
    // Nothing is written at a practice before the user has agreed, whatever the practice said when it was asked before.
    if (inDoubt.step === 'registering' && !of.draft.registrationAgreed) throw new RegistrationNotAgreed()
    const kept = await work.change(item, { state: 'open', content: { ...item.content, inDoubt } })
    if (!kept) throw new WebRefusal('changed-meanwhile')
    item = kept
  }
  const { description, comment } = of.draft.texts
  const { differencesAccepted } = of
  try {
    return await session.book(of.draft.offer, { description, ...(comment && { comment }), differencesAccepted, keep })
  } catch (error) {
    if (error instanceof RegistrationNotAgreed) return 'registration-not-agreed'
    throw error
  }
}

type Mine = { onlyAt: 'sending'; since: string }
type Finishing = { of: Of; mine: Mine; acting: Acting; work: Work; item: WorkItem; outcome: BookOutcome }

async function finish(deps: WebDeps, request: FastifyRequest, { of, mine, acting, work, item, outcome }: Finishing): Promise<void> {
  if (outcome.kind === 'demographics-differ') {
    await endWork(work, acting.owner, { id: item.id, state: 'not-done' })
    const look = { ...of.draft.look, isKnown: true, differences: outcome.differences }
    await setDraft(deps, request, { ...of, ...mine, state: { at: 'checking' }, also: { look, note: 'differ-now' } })
    return
  }
  const state = await stateOf(deps, { of, acting, item, outcome })
  // An appointment is told whoever has given it up; anything else only where nobody has found out more.
  const shown = setDraft(deps, request, { ...of, ...(outcome.kind !== 'booked' && mine), state })
  await shown.catch(() => undefined)
  // After the page knows it: were this not to happen, it would be found out once more, which does no harm.
  if (outcome.kind === 'booked') {
    await endWork(work, acting.owner, { id: item.id, state: 'done', appointmentId: outcome.appointment.id })
  } else if (outcome.kind !== 'uncertain') {
    await endWork(work, acting.owner, { id: item.id, state: 'not-done' })
  }
  await shown.catch((error: unknown) => {
    throw error instanceof WebRefusal ? new WebRefusal('sent-out-of-sight') : error
  })
}

type Told = Exclude<BookOutcome, { kind: 'demographics-differ' }>

async function stateOf(
  deps: WebDeps,
  { of, acting, item, outcome }: { of: Of; acting: Acting; item: WorkItem; outcome: Told },
): Promise<BookingState> {
  const { registeredNow = false } = outcome
  switch (outcome.kind) {
    case 'booked': {
      const { appointment, traceId } = outcome
      return { at: 'booked', appointment, registeredNow, traceId, calendarStamp: deps.now().toISOString() }
    }
    case 'no-longer-free': {
      const { asker } = acting
      const around = { federation: of.search?.practices, deadlineMs: SUGGEST_MS, most: MOST_SUGGESTED }
      const instead = await suggestInstead(deps.spineOf(asker.organisation.odsCode), asker, of.draft.offer, around)
      return { at: 'gone', registeredNow, instead, traceId: outcome.traceId }
    }
    case 'uncertain':
      return { at: 'uncertain', workId: item.id, askAgainAt: outcome.askAgainAt.toISOString(), traceId: outcome.traceId }
    case 'registration-uncertain':
      return { at: 'registration-uncertain', advice: outcome.advice, because: outcome.because }
    default: {
      const { kind, step, practice, by, code, diagnostics, advice, traceId } = outcome
      return { at: 'failed', failure: { kind, step, practice, by, code, diagnostics, advice, traceId }, registeredNow }
    }
  }
}
