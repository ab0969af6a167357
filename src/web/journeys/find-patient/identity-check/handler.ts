import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import type { Encounter, TracedPatient } from '../../../encounter/encounters.ts'
import { actingIn } from '../../../request.ts'
import { toProblem } from '../../../views/to-problem.ts'
import { sendPage } from '../../../views/views.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import { toPatientShown } from '../patient-shown.ts'
import { trace } from '../trace.ts'
import { NOT_FOUND_BY_DETAILS, STOPPED_WORDS } from './stopped-words.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }

/** What came of looking for a patient: who PDS says they are, for the caller to confirm, or why nothing goes on. */
export function identityCheck(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/patient/:encounter',
      config: { page: 'check who the patient is' },
      handler: async (request, reply) => {
        const encounter = await encounterOf(deps, request)
        const { traced } = encounter.content
        return traced ? showTraced(deps, { request, reply }, { encounter, traced }) : showStopped(deps, { request, reply }, encounter)
      },
    },
    {
      method: 'POST',
      url: '/patient/:encounter',
      config: { page: 'confirm who the patient is' },
      handler: async (request, reply) => {
        const encounter = await encounterOf(deps, request)
        if (!encounter.content.traced) throw new WebRefusal('not-found')
        const changed = { ...encounter.content, confirmedAt: deps.now().toISOString() }
        if (!(await deps.encounters.change(encounter, changed))) throw new WebRefusal('changed-meanwhile')
        return reply.redirect(`${deps.config.root}/patient/${encounter.id}`, 303)
      },
    },
    {
      method: 'POST',
      url: '/patient/:encounter/again',
      config: { page: 'ask PDS again' },
      handler: async (request, reply) => {
        const acting = actingIn(request)
        const encounter = await encounterOf(deps, request)
        const { asked } = encounter.content
        if (!asked) throw new WebRefusal('changed-meanwhile')
        const outcome = await trace(deps, acting, asked)
        if (outcome.traced) request.patientConcerned = outcome.traced.demographics.nhsNumber
        if (!(await deps.encounters.change(encounter, outcome))) throw new WebRefusal('changed-meanwhile')
        return reply.redirect(`${deps.config.root}/patient/${encounter.id}`, 303)
      },
    },
    {
      method: 'POST',
      url: '/patient/:encounter/finish',
      config: { page: 'finish with the patient' },
      handler: async (request, reply) => {
        const encounter = await encounterOf(deps, request)
        await deps.encounters.end(encounter.id)
        return reply.redirect(`${deps.config.root}/find-patient`, 303)
      },
    },
  ]
}

/** The one in the address, if it is this user's in this role; for the audit trail, whom it is about. */
export async function encounterOf(deps: WebDeps, request: FastifyRequest): Promise<Encounter> {
  const { encounter: id } = request.params as { encounter: string }
  const encounter = await deps.encounters.find(id, actingIn(request).owner)
  if (!encounter) throw new WebRefusal('not-found')
  const { traced, asked } = encounter.content
  request.patientConcerned = traced?.demographics.nhsNumber ?? (asked && 'nhsNumber' in asked ? asked.nhsNumber : undefined)
  return encounter
}

function showTraced(deps: WebDeps, of: Of, { encounter, traced }: { encounter: Encounter; traced: TracedPatient }) {
  const { demographics, registeredPractice } = traced
  const isConfirmed = encounter.content.confirmedAt !== undefined
  const patient = toPatientShown(demographics)
  return sendPage(deps, of, {
    template: 'journeys/find-patient/identity-check/page.njk',
    title: isConfirmed ? 'You have checked who this is' : 'Check who you are speaking to',
    section: 'find-patient',
    // Until it is confirmed, the page itself is what says who it is.
    ...(isConfirmed && { patient }),
    id: encounter.id,
    isConfirmed,
    shown: patient,
    addresses: demographics.addresses.map(({ lines, city, district, postalCode }) =>
      [...lines, city, district, postalCode].filter(Boolean),
    ),
    telephones: demographics.telecom.filter(({ system }) => system === 'phone').map(({ value }) => value),
    practice: registeredPractice,
  })
}

function showStopped(deps: WebDeps, of: Of, { id, content }: Encounter) {
  const { stopped, by } = content
  if (!stopped) throw new WebRefusal('not-found')
  const common = {
    template: 'journeys/find-patient/identity-check/stopped.njk',
    section: 'find-patient',
    id,
    again: by === 'details' ? '/find-patient/by-details' : '/find-patient',
  }
  if (stopped.because === 'unavailable')
    return sendPage(deps, of, { ...common, title: 'PDS cannot be asked', problem: toProblem(stopped.failure), paragraphs: [] })
  return sendPage(deps, of, {
    ...common,
    ...(stopped.because === 'not-found' && by === 'details' ? NOT_FOUND_BY_DETAILS : STOPPED_WORDS[stopped.because]),
    ...(stopped.because === 'superseded' && { instead: stopped.by }),
  })
}
