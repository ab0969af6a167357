import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import { readBooking, type TypedBooking } from '../../book/read-booking.ts'
import type { InHand } from '../../patient-in-hand.ts'
import { readReason, type TypedReason } from '../cancel/read-reason.ts'
import { setMoving } from './change-moving.ts'
import type { Moving } from './moving.ts'
import { sendMove } from './send-move.ts'
import { showMove } from './show-move.ts'

export type TypedMove = TypedBooking & TypedReason

/** Practices are mostly done by then, and one page says it all; else the page of the two steps is shown meanwhile. */
const SHOW_STEPS_AFTER_MS = 1_000

type InMove = { inHand: InHand; moving: Moving }

/** Whoever changes the encounter from `choosing` to `sending` sends it, and nobody else: not the second click, nor the second tab. */
export async function startMove(
  deps: WebDeps,
  of: { request: FastifyRequest; reply: FastifyReply },
  { inHand, moving }: InMove,
): Promise<FastifyReply | undefined> {
  const { request } = of
  const { encounter, traced } = inHand
  const { draft } = encounter.content
  if (moving.state.at !== 'choosing' || !draft || draft.state.at !== 'checking') return undefined
  if (!draft.look.isKnown && !draft.registrationAgreed) return undefined

  const typed: TypedMove = { ...readBooking(request, draft), ...readReason(request) }
  const { texts, reason, accepted } = typed
  if (typed.faults.length > 0 || typed.fault)
    return showMove(deps, of, { inHand, moving: { ...moving, texts, reason, state: { at: 'choosing' } } }, typed)

  const state = { at: 'sending', step: 'booking', since: deps.now().toISOString() } as const
  const also = { texts, reason, newPracticeName: draft.practiceName }
  const claim = { encounterId: encounter.id, moving, state, onlyAt: 'choosing', also } as const
  const isClaimed = await setMoving(deps, request, {
    ...claim,
    // So that no other slot is chosen meanwhile.
    slot: (now) => now && { ...now, state: { at: 'sending', since: state.since } },
  })
  if (!isClaimed) return undefined
  const claimed = { encounterId: encounter.id, moving: { ...moving, ...also, state }, claimedAt: state.since }
  const going = sendMove(deps, request, { ...claimed, draft, traced, differencesAccepted: accepted })
  // Once the reply is given nobody is there to throw to; what was kept before is gone on with from the page.
  const safely = going.catch((err: unknown) => deps.log.error({ requestId: request.id, err }, 'unexpected fault'))
  await Promise.race([safely, wait(SHOW_STEPS_AFTER_MS, undefined, { ref: false })])
  return undefined
}
