import type { RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import { actingIn, fieldOf } from '../../../request.ts'
import { sendPage } from '../../../views/views.ts'
import { trace } from '../trace.ts'
import { DETAILS, readDetails, type TypedDetails } from './read-details.ts'

const PAGE = {
  template: 'journeys/find-patient/by-details/page.njk',
  title: 'Find a patient by name and date of birth',
  section: 'find-patient',
  back: '/find-patient',
}

export function findByDetails(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/find-patient/by-details',
      config: { page: 'find a patient by details' },
      handler: async (request, reply) => sendPage(deps, { request, reply }, { ...PAGE, typed: {}, faults: {} }),
    },
    {
      method: 'POST',
      url: '/find-patient/by-details',
      config: { page: 'find a patient by details' },
      handler: async (request, reply) => {
        const acting = actingIn(request)
        const typed = Object.fromEntries(DETAILS.map((name) => [name, fieldOf(request, name)])) as TypedDetails
        const read = readDetails(typed, deps.now())
        if ('faults' in read) {
          const faults = Object.fromEntries(read.faults.map(({ field, text }) => [field, text]))
          return sendPage(deps, { request, reply }, { ...PAGE, status: 400, typed, faults, errors: read.faults })
        }
        const outcome = await trace(deps, acting, read)
        if (outcome.traced) request.patientConcerned = outcome.traced.demographics.nhsNumber
        const id = await deps.encounters.open(acting.owner, outcome)
        return reply.redirect(`${deps.config.root}/patient/${id}`, 303)
      },
    },
  ]
}
