import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { FederationPractice } from '../../../../consumer/index.ts'
import { formatLocalDateTime, localDateOf } from '../../../../nhs/local-time.ts'
import type { WebDeps } from '../../../deps.ts'
import { actingIn } from '../../../request.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { wholeDay } from '../../offer-words.ts'
import { type InHand, patientInHand } from '../../patient-in-hand.ts'
import { listedPractices } from './listed-practices.ts'
import { streamList } from './stream-list.ts'

/** As long as a caller is kept waiting; a practice that is slower can be asked again by itself. */
const DEADLINE_MS = 20_000

/** What the patient has, at each practice that is asked, as they answer (APT-08). */
export function list(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/patient/:encounter/appointments',
      config: { page: 'list appointments' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        const practices = listedPractices(inHand.encounter.content)
        if (practices.length === 0) return reply.redirect(`${deps.config.root}/patient/${inHand.encounter.id}/appointments/where`, 303)
        return show(deps, { request, reply }, { inHand, practices, isOnly: false })
      },
    },
    {
      method: 'GET',
      url: '/patient/:encounter/appointments/at/:practice',
      config: { page: 'list appointments at one practice' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        const { practice: odsCode } = request.params as { practice: string }
        const all = listedPractices(inHand.encounter.content)
        const practices = all.filter((practice) => practice.odsCode === odsCode)
        if (practices.length === 0) throw new WebRefusal('not-found')
        return show(deps, { request, reply }, { inHand, practices, isOnly: all.length > 1 })
      },
    },
  ]
}

type Shown = { inHand: InHand; practices: readonly FederationPractice[]; isOnly: boolean }

function show(deps: WebDeps, { request, reply }: { request: FastifyRequest; reply: FastifyReply }, { inHand, practices, isOnly }: Shown) {
  const { encounter, traced } = inHand
  const { listed } = encounter.content
  const atOne = practices.length === 1 && practices[0]
  const page = deps.views.render(request, {
    template: 'journeys/appointments/list/page.njk',
    title: 'Appointments',
    section: 'find-patient',
    patient: toPatientShown(traced.demographics),
    back: `/patient/${encounter.id}`,
    ...{ id: encounter.id, practices, isOnly },
    placeText: atOne ? `At ${atOne.name}` : `At ${practices.length} practices${listed ? `, those of ${listed.name} among them` : ''}`,
    todayText: wholeDay(localDateOf(deps.now())),
    until: formatLocalDateTime(new Date(deps.now().getTime() + DEADLINE_MS)).slice(11, 19),
  })
  // Not to be held back until it is whole.
  reply.type('text/html; charset=utf-8').header('X-Accel-Buffering', 'no')
  const left = new AbortController()
  reply.raw.once('close', () => left.abort())
  const of = { acting: actingIn(request), request, inHand, practices, page, deadlineMs: DEADLINE_MS, signal: left.signal }
  return reply.send(Readable.from(streamList(deps, of)))
}
