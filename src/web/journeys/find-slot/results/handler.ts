import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { addDays, formatLocalDateTime, type LocalDate, localDateOf, parseLocalDate } from '../../../../nhs/local-time.ts'
import type { WebDeps } from '../../../deps.ts'
import { actingIn, fieldOf } from '../../../request.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import { isMoving } from '../../appointments/move/moving.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { longWhen, wholeDay } from '../../offer-words.ts'
import { changeEncounter, type InHand, patientInHand } from '../../patient-in-hand.ts'
import { DAYS, lastDayOf, type SlotSearch, searchOf } from '../search.ts'
import { readWanted, type Wanted } from '../wanted.ts'
import { askedForBy } from './asked-for.ts'
import { CHOICES } from './choices.ts'
import { streamResults } from './stream-results.ts'

/** As long as a caller is kept waiting; a practice that is slower can be asked again by itself. */
const DEADLINE_MS = 20_000
/** Further ahead no practice books. */
const FURTHEST_DAYS = 730
const furthest = (today: LocalDate) => addDays(today, FURTHEST_DAYS)

/** Free slots of all practices that are searched, as they answer. */
export function results(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/patient/:encounter/slots',
      config: { page: 'find a slot' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        const search = searchOf(inHand.encounter.content, deps.now())
        if (!search) return reply.redirect(`${deps.config.root}/patient/${inHand.encounter.id}/slots/where`, 303)
        return show(deps, { request, reply }, { inHand, search, only: false })
      },
    },
    {
      method: 'GET',
      url: '/patient/:encounter/slots/at/:practice',
      config: { page: 'find a slot at one practice' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        const search = searchOf(inHand.encounter.content, deps.now())
        const { practice: odsCode } = request.params as { practice: string }
        const practices = search?.practices.filter((practice) => practice.odsCode === odsCode) ?? []
        if (!search || practices.length === 0) throw new WebRefusal('not-found')
        return show(deps, { request, reply }, { inHand, search: { ...search, practices }, only: search.practices.length > 1 })
      },
    },
    changing(deps, {
      path: 'days',
      page: 'look at other days',
      change: (search, request) => {
        const [from, today] = [parseLocalDate(fieldOf(request, 'from')), localDateOf(deps.now())]
        if (!from || from > furthest(today)) throw new WebRefusal('not-understood')
        return { ...search, from: from < today ? today : from }
      },
    }),
    changing(deps, {
      path: 'filter',
      page: 'filter slots',
      change: (search, request) => ({
        ...search,
        wanted: fieldOf(request, 'clear') === 'yes' ? cleared(search.wanted) : readWanted(request),
      }),
    }),
  ]
}

/** What comes first is no filter, and stays. */
const cleared = ({ sort }: Wanted): Wanted => (sort ? { sort } : {})

type Change = { path: string; page: string; change: (search: SlotSearch, request: FastifyRequest) => SlotSearch }

function changing(deps: WebDeps, { path, page, change }: Change): RouteOptions {
  return {
    method: 'POST',
    url: `/patient/:encounter/slots/${path}`,
    config: { page },
    handler: async (request, reply) => {
      const inHand = await patientInHand(deps, request, reply)
      if (!inHand) return reply
      const { id } = inHand.encounter
      await changeEncounter(deps, request, {
        id,
        change: (content) => {
          const search = searchOf(content, deps.now())
          return search && { ...content, search: change(search, request) }
        },
      })
      // The script has done it already, and only wants it kept for when the page is opened again.
      if (request.headers['x-form-token'] !== undefined) return reply.code(204).send()
      return reply.redirect(`${deps.config.root}/patient/${id}/slots`, 303)
    },
  }
}

type Shown = { inHand: InHand; search: SlotSearch; only: boolean }

function show(deps: WebDeps, { request, reply }: { request: FastifyRequest; reply: FastifyReply }, { inHand, search, only }: Shown) {
  const acting = actingIn(request)
  const { id } = inHand.encounter
  const { practices, from, wanted, where } = search
  const [today, next] = [localDateOf(deps.now()), addDays(from, DAYS + 1)]
  const later = next > furthest(today) ? undefined : next
  const earlier = from > today ? addDays(from, -(DAYS + 1)) : undefined
  const page = deps.views.render(request, {
    template: 'journeys/find-slot/results/page.njk',
    title: 'Find a slot',
    section: 'find-patient',
    patient: toPatientShown(inHand.traced.demographics),
    back: `/patient/${id}`,
    ...{ id, practices, wanted, only, later, earlier },
    moving: isMoving(inHand.encounter.content) && inHand.encounter.content.moving && longWhen(inHand.encounter.content.moving.old),
    placeText: only || practices.length === 1 ? `At ${practices[0]?.name}` : `At ${practices.length} practices: ${where.name}`,
    own: askedForBy(search.own),
    fromText: wholeDay(from),
    toText: wholeDay(lastDayOf(search)),
    askingText: `Asking ${practices.length === 1 ? 'the practice' : `${practices.length} practices`}.`,
    until: formatLocalDateTime(new Date(deps.now().getTime() + DEADLINE_MS)).slice(11, 19),
    secondsAllowed: DEADLINE_MS / 1000,
    ...CHOICES,
  })
  const left = new AbortController()
  reply.raw.once('close', () => left.abort())
  // Not to be held back until it is whole.
  reply.type('text/html; charset=utf-8').header('X-Accel-Buffering', 'no')
  return reply.send(
    Readable.from(
      streamResults(deps, {
        acting,
        request,
        id,
        search,
        several: only || practices.length > 1,
        page,
        deadlineMs: DEADLINE_MS,
        later,
        signal: left.signal,
      }),
    ),
  )
}
