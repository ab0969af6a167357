import type { FastifyRequest } from 'fastify'
import { type Appointment, openPractice } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import { actingIn } from '../../request.ts'
import { WebRefusal } from '../../web-refusal.ts'
import type { ChangeWanted, WorkItem } from '../../work/work.ts'
import { endWork } from '../book/end-work.ts'
import { toPatientShown } from '../find-patient/patient-shown.ts'
import type { InHand } from '../patient-in-hand.ts'
import { lineOf } from './appointment-words.ts'
import type { ChangeTold } from './change-told.ts'
import { type HeldAppointment, heldIn, type Look, withSeen } from './held.ts'

type Of = { inHand: InHand; mark: string; held: HeldAppointment; look: Look; wanted: ChangeWanted }

/**
 * Asks the practice for the change, under the version that the user saw (APT-11): of a second click, another tab and a page from before the
 * back button the practice takes one, and none changes it twice. What it said is kept, for the page that follows.
 */
export async function sendChange(deps: WebDeps, request: FastifyRequest, of: Of): Promise<void> {
  const { asker, owner } = actingIn(request)
  const { inHand, mark, held, look, wanted } = of
  const { appointment } = look
  const item = (await openWork(deps, request, of)) ?? (await beginWork(deps, request, of))

  const practice = openPractice(deps.spineOf(asker.organisation.odsCode), { practice: appointment.practice, ...asker })
  const outcome =
    wanted.kind === 'amend' ? await practice.amend(appointment, wanted.texts) : await practice.cancel(appointment, wanted.reason)

  const told: ChangeTold = { wanted, lookId: look.id, workId: item.id, outcome }
  const encounterId = inHand.encounter.id
  const seen = { encounterId, practiceName: held.practiceName, seen: seenIn(outcome) }
  const isShown = await deps.encounters.alter(encounterId, owner, (content) => {
    const now = withSeen(content, seen)
    const known = heldIn(now, mark)
    return known && { ...now, appointments: { ...now.appointments, [mark]: { ...known, told } } }
  })
  // After the page knows it: were this not to happen, it would be asked about once more, which does no harm.
  const isDone = outcome.kind === 'amended' || outcome.kind === 'cancelled' || outcome.kind === 'already-cancelled'
  if (outcome.kind !== 'cannot-tell-yet') await endWork(deps.work, owner, { id: item.id, state: isDone ? 'done' : 'not-done' })
  if (!isShown) throw new WebRefusal('sent-out-of-sight')
}

const MOST_TRIES = 4

/**
 * Of the same change, whose answer was lost: to ask again is to go on with it. It is changed before each sending, so that nobody who
 * finds out about it meanwhile takes what is sent now for never made.
 */
async function openWork(deps: WebDeps, request: FastifyRequest, { held, look, wanted }: Of): Promise<WorkItem | undefined> {
  const { told } = held
  if (told?.outcome.kind !== 'cannot-tell-yet' || told.lookId !== look.id) return undefined
  if (JSON.stringify(told.wanted) !== JSON.stringify(wanted)) return undefined
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const item = await deps.work.find(told.workId, actingIn(request).owner)
    if (item?.state !== 'open') return undefined
    const sendingNow = await deps.work.change(item, { state: 'open', content: item.content })
    if (sendingNow) return sendingNow
  }
  throw new WebRefusal('changed-meanwhile')
}

function beginWork(deps: WebDeps, request: FastifyRequest, { inHand, held, look, wanted }: Of): Promise<WorkItem> {
  const { demographics } = inHand.traced
  const { appointment } = look
  return deps.work.begin(actingIn(request).owner, wanted.kind === 'amend' ? 'amendment' : 'cancellation', {
    patient: { name: toPatientShown(demographics).name, nhsNumber: demographics.nhsNumber },
    practice: { odsCode: appointment.practice, name: held.practiceName },
    summary: [appointment.description?.trim(), lineOf(appointment)].filter(Boolean).join(', '),
    appointmentId: appointment.id,
    change: { wanted, version: appointment.version },
  })
}

function seenIn(outcome: ChangeTold['outcome']): Appointment[] {
  if (outcome.kind === 'changed-meanwhile') return [outcome.now]
  // What has begun was not asked about.
  return 'appointment' in outcome && !(outcome.kind === 'not-changeable' && outcome.because === 'past') ? [outcome.appointment] : []
}
