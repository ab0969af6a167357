import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { WebDeps } from '../../deps.ts'
import { fieldOf } from '../../request.ts'
import { WebRefusal } from '../../web-refusal.ts'
import { isMoving } from '../appointments/move/moving.ts'
import { type InHand, patientInHand } from '../patient-in-hand.ts'
import { calendarFile } from './calendar-file.ts'
import { setDraft } from './change-draft.ts'
import { type BookingDraft, isUndecided } from './draft.ts'
import { findOut } from './find-out.ts'
import { readBooking } from './read-booking.ts'
import { sendBooking } from './send-booking.ts'
import { showBooking } from './show-booking.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }
type Drafted = { inHand: InHand; draft: BookingDraft }

/** From the chosen slot to what became of it: one address, which shows how far it has come. */
export function book(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/patient/:encounter/book',
      config: { page: 'book' },
      handler: (request, reply) => withDraft(deps, { request, reply }, (drafted) => showBooking(deps, { request, reply }, drafted)),
    },
    {
      method: 'GET',
      url: '/patient/:encounter/book/state',
      // Asked for by the page's script while something is not certain: no sign of life.
      config: { page: 'how far a booking has come', silent: true },
      handler: (request, reply) =>
        withDraft(deps, { request, reply }, async ({ draft }) => reply.send({ at: draft.state.at, id: draft.id })),
    },
    {
      method: 'GET',
      url: '/patient/:encounter/book/appointment.ics',
      config: { page: 'calendar file' },
      handler: (request, reply) => withDraft(deps, { request, reply }, async ({ draft }) => sendCalendarFile(reply, draft)),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/book/register',
      config: { page: 'agree to a registration' },
      handler: (request, reply) =>
        withDraft(deps, { request, reply }, async ({ inHand, draft }) => {
          mustBe(request, draft)
          const of = { encounterId: inHand.encounter.id, draft, state: draft.state, onlyAt: 'checking' } as const
          await setDraft(deps, request, { ...of, also: { registrationAgreed: true } })
          return reply.redirect(`${deps.config.root}/patient/${inHand.encounter.id}/book`, 303)
        }),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/book/typed',
      // Sent by the page's script when the typing pauses: whoever is signed out meanwhile does not type it again.
      config: { page: 'keep what is typed of a booking' },
      handler: (request, reply) =>
        withDraft(deps, { request, reply }, async ({ inHand, draft }) => {
          mustBe(request, draft)
          const { texts } = readBooking(request, draft)
          const of = { encounterId: inHand.encounter.id, draft, state: draft.state, onlyAt: 'checking', also: { texts } } as const
          await setDraft(deps, request, of)
          return reply.code(204).send()
        }),
    },
    {
      method: 'POST',
      url: '/patient/:encounter/book',
      config: { page: 'book' },
      handler: (request, reply) => withDraft(deps, { request, reply }, (drafted) => send(deps, { request, reply }, drafted)),
    },
  ]
}

async function withDraft(deps: WebDeps, { request, reply }: Of, go: (drafted: Drafted) => Promise<FastifyReply>): Promise<FastifyReply> {
  const inHand = await patientInHand(deps, request, reply)
  if (!inHand) return reply
  const { encounter } = inHand
  // The slot is to replace another appointment, and only that journey books it.
  const isAgreeing = request.routeOptions.url?.endsWith('/book/register') === true
  if (isMoving(encounter.content) && !isAgreeing) return reply.redirect(`${deps.config.root}/patient/${encounter.id}/move`, 303)
  const drafted = await upToDate(deps, { request, reply }, inHand)
  return drafted ? go(drafted) : reply.redirect(`${deps.config.root}/patient/${encounter.id}/slots`, 303)
}

/** Whatever is not certain is asked about before it is shown. */
async function upToDate(deps: WebDeps, of: Of, inHand: InHand): Promise<Drafted | undefined> {
  const { encounter } = inHand
  const { draft } = encounter.content
  if (!draft || !isUndecided(draft) || of.request.method !== 'GET') return draft && { inHand, draft }
  await findOut(deps, of.request, { encounterId: encounter.id, draft })
  const again = await patientInHand(deps, of.request, of.reply)
  const now = again?.encounter.content.draft
  return again && now && { inHand: again, draft: now }
}

/** An old tab's form is of another booking. */
function mustBe(request: FastifyRequest, { id }: BookingDraft): void {
  if (fieldOf(request, 'booking') !== id) throw new WebRefusal('changed-meanwhile')
}

/** Whoever changes the encounter from `checking` to `sending` sends it, and nobody else: not the second click, nor the second tab. */
async function send(deps: WebDeps, of: Of, { inHand, draft }: Drafted): Promise<FastifyReply> {
  const { request, reply } = of
  const { encounter, traced } = inHand
  mustBe(request, draft)
  const there = () => reply.redirect(`${deps.config.root}/patient/${encounter.id}/book`, 303)
  if (draft.state.at !== 'checking' || (!draft.look.isKnown && !draft.registrationAgreed)) return there()

  const typed = readBooking(request, draft)
  if (typed.faults.length > 0) return showBooking(deps, of, { inHand, draft: { ...draft, texts: typed.texts } }, typed)
  const claimed: BookingDraft = { ...draft, texts: typed.texts, note: undefined }
  const state = { at: 'sending', since: deps.now().toISOString() } as const
  const also = { texts: typed.texts, note: undefined }
  if (await setDraft(deps, request, { encounterId: encounter.id, draft, state, onlyAt: 'checking', also })) {
    const { search } = encounter.content
    const of = { encounterId: encounter.id, draft: claimed, claimedAt: state.since, traced, search, differencesAccepted: typed.accepted }
    await sendBooking(deps, request, of)
  }
  return there()
}

function sendCalendarFile(reply: FastifyReply, { state, practiceName }: BookingDraft): FastifyReply {
  if (state.at !== 'booked') throw new WebRefusal('not-found')
  return reply
    .type('text/calendar; charset=utf-8')
    .header('Content-Disposition', 'attachment; filename="gp-appointment.ics"')
    .send(calendarFile(state.appointment, { practiceName, stamp: new Date(state.calendarStamp) }))
}
