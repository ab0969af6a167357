import type { FastifyRequest } from 'fastify'
import {
  openPractice,
  openSession,
  type PracticeSession,
  type RescheduleOutcome,
  type ReschedulingInDoubt,
  reschedule,
  type Session,
} from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import type { TracedPatient } from '../../../encounter/encounters.ts'
import { actingIn } from '../../../request.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import type { WorkContent, WorkItem } from '../../../work/work.ts'
import type { BookingDraft } from '../../book/draft.ts'
import { endWork } from '../../book/end-work.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { shortWhen } from '../../offer-words.ts'
import { forgetRestricted } from '../../patient-in-hand.ts'
import { setMoving } from './change-moving.ts'
import type { MoveState, MoveTold, Moving } from './moving.ts'
import { endMove, showTold } from './resume-move.ts'
import { toldOfReschedule } from './to-told.ts'

/** Thrown from `keep`, before anything is sent: the user has not been asked yet. */
class RegistrationNotAgreed extends Error {
  override readonly name = 'RegistrationNotAgreed'
}

type Of = {
  encounterId: string
  moving: Moving
  /** By this request. */
  claimedAt: string
  draft: BookingDraft
  traced: TracedPatient
  differencesAccepted: boolean
}

/**
 * CON-10: books the new one, then cancels the old one; this request alone has claimed it, by the encounter's version. What is needed to go on is
 * kept before anything is sent, in the app's own database: whoever opens the page after this process has ended goes on from there.
 */
export async function sendMove(deps: WebDeps, request: FastifyRequest, of: Of): Promise<void> {
  const acting = actingIn(request)
  const { asker } = acting
  const { moving, draft, traced } = of
  const spine = deps.spineOf(asker.organisation.odsCode)
  // Whoever gave this one up meanwhile has told the user that nothing was sent, and may have begun another.
  const claimed = { onlyAt: 'sending', since: of.claimedAt } as const
  const { nhsNumber } = traced.demographics
  const opened = await openSession(spine, { nhsNumber, practice: draft.offer.practice.odsCode, ...asker })
  // What is begun from here on is listed under the patient's name, which of a restricted one nobody is shown.
  if (opened.kind === 'stopped' && opened.because === 'sensitive') return forgetRestricted(deps, request, of.encounterId)
  const kept = (told: MoveTold) => showTold(deps, request, { ...of, ...claimed, told })
  if (opened.kind === 'stopped') return kept({ kind: 'old-kept', why: 'stopped', advice: opened.advice })
  if (opened.kind !== 'open') return kept({ kind: 'old-kept', why: 'failed', failure: opened })

  const item = await deps.work.begin(acting.owner, 'rescheduling', contentOf(of))
  const since = deps.now().toISOString()
  const state: MoveState = { at: 'sending', step: 'booking', since, workId: item.id }
  if (!(await setMoving(deps, request, { ...of, ...claimed, state })))
    return endWork(deps.work, acting.owner, { id: item.id, state: 'not-done' })

  const old = openPractice(spine, { practice: moving.old.practice, ...asker })
  const mine = { onlyAt: 'sending', since } as const
  const showCancelling = () => setMoving(deps, request, { ...of, ...mine, state: { ...state, step: 'cancelling' } })
  const outcome = await moveKept(deps, item, { of, old: telling(old, showCancelling), session: opened.session })
  const told = typeof outcome === 'string' ? undefined : toldOfReschedule(outcome)
  const tell = async (told: MoveTold, only: { onlyAt?: 'sending'; since?: string }) => {
    await showTold(deps, request, { ...of, ...only, workId: item.id, told })
    await endMove(deps, acting, { workId: item.id, told })
  }
  // What has changed at a practice is told whoever has given this one up; anything else only where nobody has found out more.
  if (told) return tell(told, told.kind === 'old-kept' || told.kind === 'old-not-as-seen' ? mine : {})
  await endWork(deps.work, acting.owner, { id: item.id, state: 'not-done' })
  await askFirst(deps, request, { of, mine, outcome })
}

function contentOf({ moving, draft, traced }: Of): WorkContent {
  return {
    patient: { name: toPatientShown(traced.demographics).name, nhsNumber: traced.demographics.nhsNumber },
    practice: { odsCode: draft.offer.practice.odsCode, name: draft.practiceName },
    summary: `${moving.texts.description}, from ${shortWhen(moving.old)} at ${moving.oldPracticeName} to ${shortWhen(draft.offer)}`,
  }
}

/** For whoever looks at the page meanwhile: that it cannot be shown is no reason to leave the patient with both. */
function telling(old: PracticeSession, showCancelling: () => Promise<unknown>): PracticeSession {
  return {
    ...old,
    cancel: async (...of) => {
      await showCancelling().catch(() => undefined)
      return old.cancel(...of)
    },
  }
}

type Moved = { of: Of; old: PracticeSession; session: Session }

async function moveKept(
  deps: WebDeps,
  begun: WorkItem,
  { of, old, session }: Moved,
): Promise<RescheduleOutcome | 'registration-not-agreed'> {
  const { moving, draft, differencesAccepted } = of
  let item = begun
  const keep = async (inDoubt: ReschedulingInDoubt) => {
    // Nothing is written at a practice before the user has agreed, whatever the practice said when it was asked before.
    if (inDoubt.booking.step === 'registering' && !draft.registrationAgreed) throw new RegistrationNotAgreed()
    const kept = await deps.work.change(item, { state: 'open', content: { ...item.content, inDoubt } })
    if (!kept) throw new WebRefusal('changed-meanwhile')
    item = kept
  }
  const { description, comment } = moving.texts
  const booking = { description, ...(comment && { comment }), differencesAccepted }
  try {
    return await reschedule({ old, new: session }, { old: moving.old, offer: draft.offer, booking, reason: moving.reason, keep })
  } catch (error) {
    if (error instanceof RegistrationNotAgreed) return 'registration-not-agreed'
    throw error
  }
}

type Asked = { of: Of; mine: { onlyAt: 'sending'; since: string }; outcome: RescheduleOutcome | 'registration-not-agreed' }

/** The check page again, with what the practice has said since. */
async function askFirst(deps: WebDeps, request: FastifyRequest, { of, mine, outcome }: Asked): Promise<void> {
  const differences =
    typeof outcome !== 'string' && outcome.kind === 'old-kept' && outcome.because.kind === 'demographics-differ'
      ? outcome.because.differences
      : undefined
  const look = { ...of.draft.look, isKnown: differences !== undefined, differences: differences ?? [] }
  await setMoving(deps, request, {
    ...of,
    ...mine,
    state: { at: 'choosing', note: differences ? 'differ-now' : 'no-record-now' },
    slot: (draft) => draft && { ...draft, look, state: { at: 'checking' } },
  })
}
