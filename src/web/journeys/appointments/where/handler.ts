import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import { actingIn, fieldOf } from '../../../request.ts'
import { sendPage } from '../../../views/views.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import type { FederationsOf } from '../../find-slot/where/federations.ts'
import { readWhere, type TypedWhere, type WhereFault } from '../../find-slot/where/read-where.ts'
import { changeEncounter, type InHand, patientInHand } from '../../patient-in-hand.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }

const URL = '/patient/:encounter/appointments/where'

/** Which practices are asked beside the registered one. */
export function where(deps: WebDeps, federationsOf: FederationsOf): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: URL,
      config: { page: 'choose where to list appointments' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        return show(deps, { request, reply }, { inHand, federationsOf, typed: { where: '', federation: '', postcode: '', codes: '' } })
      },
    },
    {
      method: 'POST',
      url: URL,
      config: { page: 'choose where to list appointments' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        const { id, content } = inHand.encounter
        const field = (name: keyof TypedWhere) => fieldOf(request, name).slice(0, 400)
        const typed = { where: field('where'), federation: field('federation'), postcode: field('postcode'), codes: field('codes') }
        const read = await readWhere(deps, { acting: actingIn(request), content, typed, federationsOf })
        if ('fault' in read) return show(deps, { request, reply }, { inHand, federationsOf, typed, fault: read.fault })
        const listed = { name: read.where.name, practices: read.practices }
        await changeEncounter(deps, request, { id, change: (now) => ({ ...now, listed }) })
        return reply.redirect(`${deps.config.root}/patient/${id}/appointments`, 303)
      },
    },
  ]
}

type Shown = { inHand: InHand; federationsOf: FederationsOf; typed: TypedWhere; fault?: WhereFault }

async function show(deps: WebDeps, of: Of, { inHand, federationsOf, typed, fault }: Shown): Promise<FastifyReply> {
  const { encounter, traced } = inHand
  const saved = (await federationsOf(actingIn(of.request)).list()).federations
  return sendPage(deps, of, {
    template: 'journeys/find-slot/where/page.njk',
    status: fault ? 400 : 200,
    title: 'Where to look for appointments',
    section: 'find-patient',
    patient: toPatientShown(traced.demographics),
    back: `/patient/${encounter.id}${traced.registeredPractice ? '/appointments' : ''}`,
    id: encounter.id,
    path: 'appointments/where',
    registered: traced.registeredPractice,
    federations: saved.map(({ id, name, practices }) => ({ id, text: `${name} (${practices.length})` })),
    typed,
    ...(fault && { faults: { [fault.field]: fault.text }, errors: [fault] }),
  })
}
