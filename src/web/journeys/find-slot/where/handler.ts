import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { localDateOf } from '../../../../nhs/local-time.ts'
import type { WebDeps } from '../../../deps.ts'
import { actingIn, fieldOf } from '../../../request.ts'
import { sendPage } from '../../../views/views.ts'
import { toPatientShown } from '../../find-patient/patient-shown.ts'
import { changeEncounter, type InHand, patientInHand } from '../../patient-in-hand.ts'
import { searchOf } from '../search.ts'
import { MINUTES } from '../wanted.ts'
import type { FederationsOf } from './federations.ts'
import { readWhere, type TypedWhere, type WhereFault } from './read-where.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }

/** The registered practice, a saved list of practices, those about a postcode, or some by their codes. */
export function where(deps: WebDeps, federationsOf: FederationsOf): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/patient/:encounter/slots/where',
      config: { page: 'choose where to look' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        return show(deps, { request, reply }, { inHand, federationsOf, typed: { where: '', federation: '', postcode: '', codes: '' } })
      },
    },
    {
      method: 'POST',
      url: '/patient/:encounter/slots/where',
      config: { page: 'choose where to look' },
      handler: async (request, reply) => {
        const inHand = await patientInHand(deps, request, reply)
        if (!inHand) return reply
        const { id, content } = inHand.encounter
        const field = (name: keyof TypedWhere) => fieldOf(request, name).slice(0, 400)
        const typed = { where: field('where'), federation: field('federation'), postcode: field('postcode'), codes: field('codes') }
        const read = await readWhere(deps, { acting: actingIn(request), content, typed, federationsOf })
        if ('fault' in read) return show(deps, { request, reply }, { inHand, federationsOf, typed, fault: read.fault })

        const { minutes, ...place } = read
        const offered = MINUTES.find((choice) => minutes !== undefined && choice >= minutes)
        await changeEncounter(deps, request, {
          id,
          change: (now) => {
            const { from = localDateOf(deps.now()), wanted = {} } = searchOf(now, deps.now()) ?? {}
            return { ...now, search: { ...place, from, wanted: { ...wanted, ...(offered && { minutes: offered }) } } }
          },
        })
        return reply.redirect(`${deps.config.root}/patient/${id}/slots`, 303)
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
    title: 'Where to look for a slot',
    section: 'find-patient',
    patient: toPatientShown(traced.demographics),
    back: `/patient/${encounter.id}${searchOf(encounter.content, deps.now()) ? '/slots' : ''}`,
    id: encounter.id,
    registered: traced.registeredPractice,
    federations: saved.map(({ id, name, practices }) => ({ id, text: `${name} (${practices.length})` })),
    typed,
    ...(fault && { faults: { [fault.field]: fault.text }, errors: [fault] }),
  })
}
