import type { RouteOptions } from 'fastify'
import { parseNhsNumber } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import { actingIn, fieldOf } from '../../../request.ts'
import { sendPage } from '../../../views/views.ts'
import { trace } from '../trace.ts'

const PAGE = { template: 'journeys/find-patient/by-number/page.njk', title: 'Find a patient', section: 'find-patient' }

export function findByNumber(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/find-patient',
      config: { page: 'find a patient by NHS number' },
      handler: async (request, reply) => sendPage(deps, { request, reply }, PAGE),
    },
    {
      method: 'POST',
      url: '/find-patient',
      config: { page: 'find a patient by NHS number' },
      handler: async (request, reply) => {
        const acting = actingIn(request)
        const typed = fieldOf(request, 'nhsNumber')
        const nhsNumber = parseNhsNumber(typed.replace(/[\s-]/g, ''))
        if (nhsNumber === undefined) {
          const error = typed === '' ? 'Enter the NHS number' : 'Check the NHS number: a digit is wrong or missing'
          const errors = [{ text: error, href: '#nhs-number' }]
          return sendPage(deps, { request, reply }, { ...PAGE, status: 400, typed, error, errors })
        }
        request.patientConcerned = nhsNumber
        const id = await deps.encounters.open(acting.owner, await trace(deps, acting, { nhsNumber }))
        return reply.redirect(`${deps.config.root}/patient/${id}`, 303)
      },
    },
  ]
}
