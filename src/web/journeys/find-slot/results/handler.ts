import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { addDays, formatLocalDateTime, localDateOf, parseLocalDate } from '../../../../nhs/local-time.ts'
import type { WebDeps } from '../../../deps.ts'
import { actingIn, fieldOf } from '../../../request.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import { isMoving } from '../../appointments/move/moving.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { longWhen, wholeDay } from '../../offer-words.ts'
import { changeEncounter, type InHand, patientInHand } from '../../patient-in-hand.ts'
import { DAYS, lastDayOf, type SlotSearch, searchOf } from '../search.ts'
import { MINUTES, readWanted, WEEKDAYS } from '../wanted.ts'
import { streamResults } from './stream-results.ts'

/** As long as a caller is kept waiting; a practice that is slower can be asked again by itself. */
const DEADLINE_MS = 20_000
/** Further ahead no practice books. */
const FURTHEST_DAYS = 730

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
        if (!from || from > addDays(today, FURTHEST_DAYS)) throw new WebRefusal('not-understood')
        return { ...search, from: from < today ? today : from }
      },
    }),
    changing(deps, {
      path: 'filter',
      page: 'filter slots',
      change: (search, request) => ({ ...search, wanted: fieldOf(request, 'clear') === 'yes' ? {} : readWanted(request) }),
    }),
  ]
}

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
  const later = addDays(from, DAYS + 1)
  const earlier = from > localDateOf(deps.now()) ? addDays(from, -(DAYS + 1)) : undefined
  const page = deps.views.render(request, {
    template: 'journeys/find-slot/results/page.njk',
    title: 'Find a slot',
    section: 'find-patient',
    patient: toPatientShown(inHand.traced.demographics),
    back: `/patient/${id}`,
    ...{ id, practices, wanted, only, later, earlier },
    moving: isMoving(inHand.encounter.content) && inHand.encounter.content.moving && longWhen(inHand.encounter.content.moving.old),
    placeText: only || practices.length === 1 ? `At ${practices[0]?.name}` : `At ${practices.length} practices: ${where.name}`,
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
    Readable.from(streamResults(deps, { acting, request, id, search, page, deadlineMs: DEADLINE_MS, later, signal: left.signal })),
  )
}

const CHOICES = {
  minutesItems: [{ value: '', text: 'Any' }, ...MINUTES.map((minutes) => ({ value: minutes, text: `${minutes} minutes or more` }))],
  partItems: [
    { value: '', text: 'Any' },
    { value: 'morning', text: 'Morning, until 12:00' },
    { value: 'afternoon', text: 'Afternoon, 12:00 to 18:00' },
    { value: 'evening', text: 'Evening, from 18:00' },
  ],
  weekdayItems: WEEKDAYS.map((day) => ({ value: day, text: `${day.slice(0, 1).toUpperCase()}${day.slice(1, 3)}` })),
}
