import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { parseNhsNumber } from '../../../consumer/index.ts'
import { localDateOf, momentOf } from '../../../nhs/local-time.ts'
import type { WebDeps } from '../../deps.ts'
import { actingIn } from '../../request.ts'
import { sendPage } from '../../views/views.ts'
import { WebRefusal } from '../../web-refusal.ts'
import type { WorkItem } from '../../work/work.ts'
import { trace } from '../find-patient/trace.ts'
import { findOutAbout } from './find-out-about.ts'

const KINDS = {
  booking: { open: 'Booking, not known yet', done: 'Booked', 'not-done': 'Not booked' },
  amendment: { open: 'Change, not known yet', done: 'Changed', 'not-done': 'Not changed' },
  cancellation: { open: 'Cancellation, not known yet', done: 'Cancelled', 'not-done': 'Not cancelled' },
  rescheduling: { open: 'Move, not finished', done: 'Moved', 'not-done': 'Not moved' },
} as const satisfies Record<WorkItem['kind'], Record<WorkItem['state'], string>>

/** What this user, in this role, asked of practices today, and whatever of it is not known yet, from any day. */
export function recentWork(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/recent-work',
      config: { page: 'my recent work' },
      handler: async (request, reply) => show(deps, { request, reply }),
    },
    {
      method: 'POST',
      url: '/recent-work/:id/find-out',
      config: { page: 'find out what became of work' },
      handler: async (request, reply) => {
        const item = await itemIn(deps, request)
        const told = item.state === 'open' ? await findOutAbout(deps, actingIn(request), item) : undefined
        return told === undefined
          ? reply.redirect(`${deps.config.root}/recent-work#work-${item.id}`, 303)
          : show(deps, { request, reply }, { item, told })
      },
    },
    {
      method: 'POST',
      url: '/recent-work/:id/patient',
      config: { page: 'go on with a patient of recent work' },
      handler: async (request, reply) => {
        const item = await itemIn(deps, request)
        const nhsNumber = parseNhsNumber(item.content.patient.nhsNumber)
        if (!nhsNumber) throw new WebRefusal('not-found')
        const acting = actingIn(request)
        // As if the number had been typed: who is spoken to now is checked anew.
        const id = await deps.encounters.open(acting.owner, await trace(deps, acting, { nhsNumber }))
        return reply.redirect(`${deps.config.root}/patient/${id}`, 303)
      },
    },
  ]
}

function wordsOf({ kind, state, content }: WorkItem): string {
  if (content.isNeverKnown) return 'Not known: ring the practice'
  return content.isOvertaken ? 'Changed otherwise meanwhile' : KINDS[kind][state]
}

async function itemIn(deps: WebDeps, request: FastifyRequest): Promise<WorkItem> {
  const item = await deps.work.find(String(Reflect.get(Object(request.params), 'id')), actingIn(request).owner)
  if (!item) throw new WebRefusal('not-found')
  request.patientConcerned = parseNhsNumber(item.content.patient.nhsNumber)
  return item
}

async function show(
  deps: WebDeps,
  of: { request: FastifyRequest; reply: FastifyReply },
  asked?: { item: WorkItem; told: string },
): Promise<FastifyReply> {
  const today = momentOf(localDateOf(deps.now()))
  const items = await deps.work.recent(actingIn(of.request).owner, today)
  const shown = items.map((item) => ({
    ...{
      id: item.id,
      isOpen: item.state === 'open',
      isMove: item.kind === 'rescheduling',
      at: item.changedAt,
      words: wordsOf(item),
      ...item.content,
    },
    told: asked?.item.id === item.id ? asked.told : undefined,
  }))
  return sendPage(deps, of, {
    template: 'journeys/recent-work/page.njk',
    title: 'My recent work',
    section: 'recent-work',
    groups: [
      { heading: 'Not known yet', items: shown.filter(({ isOpen }) => isOpen) },
      { heading: 'Today', items: shown.filter(({ isOpen }) => !isOpen) },
    ],
  })
}
