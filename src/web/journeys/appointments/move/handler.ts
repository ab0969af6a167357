import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import { actingIn, fieldOf } from '../../../request.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import { isUndecided } from '../../book/draft.ts'
import { readBooking } from '../../book/read-booking.ts'
import { changeEncounter, type InHand, patientInHand } from '../../patient-in-hand.ts'
import { fixedBecause } from '../appointment-words.ts'
import { readReason } from '../cancel/read-reason.ts'
import { appointmentInHand, lookNamed } from '../held.ts'
import { setMoving } from './change-moving.ts'
import { canResume, isUnderWay, type Moving } from './moving.ts'
import { resumeMove, showTold, takeOverMove } from './resume-move.ts'
import { showMove } from './show-move.ts'
import { startMove } from './start-move.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }
type InMove = { inHand: InHand; moving: Moving }

/** From the appointment to another time, by way of the search for slots, to what became of both (CON-10, APT-14). */
export function move(deps: WebDeps): RouteOptions[] {
  const there = (reply: FastifyReply, { encounter }: InHand) => reply.redirect(`${deps.config.root}/patient/${encounter.id}/move`, 303)
  const withMoving = async ({ request, reply }: Of, go: (of: InMove) => Promise<FastifyReply>) => {
    const inHand = await patientInHand(deps, request, reply)
    if (!inHand) return reply
    const { moving } = inHand.encounter.content
    return moving ? go({ inHand, moving }) : reply.redirect(`${deps.config.root}/patient/${inHand.encounter.id}/appointments`, 303)
  }
  return [
    {
      method: 'POST',
      url: '/patient/:encounter/appointments/:appointment/move',
      config: { page: 'move an appointment' },
      handler: (request, reply) => begin(deps, { request, reply }),
    },
    {
      method: 'GET',
      url: '/patient/:encounter/move',
      config: { page: 'move an appointment' },
      handler: (request, reply) =>
        withMoving({ request, reply }, async ({ inHand, moving }) => {
          if (moving.state.at !== 'sending') return showMove(deps, { request, reply }, { inHand, moving })
          await takeOverMove(deps, request, { encounterId: inHand.encounter.id, moving })
          const again = await patientInHand(deps, request, reply)
          const now = again?.encounter.content.moving
          return again && now ? showMove(deps, { request, reply }, { inHand: again, moving: now }) : there(reply, inHand)
        }),
    },
    {
      method: 'GET',
      url: '/patient/:encounter/move/state',
      // Asked for by the page's script while something is not certain: no sign of life.
      config: { page: 'how far a move has come', silent: true },
      handler: (request, reply) =>
        withMoving({ request, reply }, async ({ inHand, moving }) => {
          await takeOverMove(deps, request, { encounterId: inHand.encounter.id, moving })
          const { state } = moving
          return reply.send({ at: state.at, id: state.at === 'sending' ? state.step : moving.id })
        }),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/move',
      config: { page: 'move an appointment' },
      handler: (request, reply) =>
        withMoving({ request, reply }, async (of) => {
          mustBe(request, of.moving)
          return (await startMove(deps, { request, reply }, of)) ?? there(reply, of.inHand)
        }),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/move/typed',
      // Sent by the page's script when the typing pauses: whoever is signed out meanwhile does not type it again.
      config: { page: 'keep what is typed of a move' },
      handler: (request, reply) =>
        withMoving({ request, reply }, async ({ inHand, moving }) => {
          mustBe(request, moving)
          const also = { texts: readBooking(request, { look: { differences: [] } }).texts, reason: readReason(request).reason }
          await setMoving(deps, request, { encounterId: inHand.encounter.id, moving, state: moving.state, onlyAt: 'choosing', also })
          return reply.code(204).send()
        }),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/move/again',
      config: { page: 'go on with a move' },
      handler: (request, reply) =>
        withMoving({ request, reply }, async ({ inHand, moving }) => {
          mustBe(request, moving)
          await goOn(deps, request, { inHand, moving })
          return there(reply, inHand)
        }),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/move/choose',
      config: { page: 'choose another slot for a move' },
      handler: (request, reply) =>
        withMoving({ request, reply }, async ({ inHand, moving }) => {
          mustBe(request, moving)
          const { id } = inHand.encounter
          const isKept = moving.state.at === 'told' && moving.state.told.kind === 'old-kept'
          if (!isKept) return there(reply, inHand)
          const anew = { encounterId: id, moving, state: { at: 'choosing' }, onlyAt: 'told', slot: () => undefined } as const
          await setMoving(deps, request, anew)
          return reply.redirect(`${deps.config.root}/patient/${id}/slots`, 303)
        }),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/move/leave',
      config: { page: 'leave an appointment where it is' },
      handler: (request, reply) =>
        withMoving({ request, reply }, async ({ inHand, moving }) => {
          const { id } = inHand.encounter
          await changeEncounter(deps, request, {
            id,
            change: (content) => {
              if (content.moving?.id !== moving.id || isUnderWay(content)) return undefined
              const { moving: _, draft: __, ...rest } = content
              return rest
            },
          })
          return reply.redirect(`${deps.config.root}/patient/${id}/appointments/${moving.mark}`, 303)
        }),
    },
  ]
}

/** An old tab's form is of another move. */
function mustBe(request: FastifyRequest, { id }: Moving): void {
  if (fieldOf(request, 'moving') !== id) throw new WebRefusal('changed-meanwhile')
}

async function begin(deps: WebDeps, { request, reply }: Of): Promise<FastifyReply> {
  const found = await appointmentInHand(deps, request, reply)
  if (!found) return reply
  const { inHand, mark, held } = found
  const { id } = inHand.encounter
  const old = lookNamed(held, fieldOf(request, 'look')).appointment
  if (fixedBecause(old, deps.now())) return reply.redirect(`${deps.config.root}/patient/${id}/appointments/${mark}`, 303)

  const movingId = deps.newId()
  let isBegun = false
  await changeEncounter(deps, request, {
    id,
    change: (content) => {
      // What becomes of the one before is to be seen first.
      isBegun = !isUndecided(content.draft) && !isUnderWay(content)
      if (!isBegun) return undefined
      const { draft: _, moving: before, ...rest } = content
      const { description = '', comment = '' } = old
      const typed = before?.mark === mark ? { texts: before.texts, reason: before.reason } : { texts: { description, comment }, reason: '' }
      return { ...rest, moving: { id: movingId, mark, old, oldPracticeName: held.practiceName, ...typed, state: { at: 'choosing' } } }
    },
  })
  return reply.redirect(`${deps.config.root}/patient/${id}/${isBegun ? 'slots' : 'book'}`, 303)
}

/** Where it was found out elsewhere, the list of appointments says what there is. */
async function goOn(deps: WebDeps, request: FastifyRequest, { inHand, moving }: InMove): Promise<void> {
  const { state } = moving
  if (state.at !== 'told' || !canResume(state.told)) return
  const acting = actingIn(request)
  const encounterId = inHand.encounter.id
  const item = state.workId === undefined ? undefined : await deps.work.find(state.workId, acting.owner)
  const told = item && (await resumeMove(deps, acting, item))
  if (told) return showTold(deps, request, { encounterId, moving, workId: item.id, told })
  if (item?.state === 'open') return
  await setMoving(deps, request, { encounterId, moving, state: { at: 'choosing' }, slot: () => undefined })
  await changeEncounter(deps, request, { id: encounterId, change: ({ moving: _, ...rest }) => rest })
}
