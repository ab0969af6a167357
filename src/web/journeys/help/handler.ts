import type { RouteOptions } from 'fastify'
import type { WebDeps } from '../../deps.ts'
import { slugOf } from '../../views/to-problem.ts'
import { sendPage } from '../../views/views.ts'
import { HELP, RING } from './codes.ts'

/** What each refusal means and what to do: by who refused, and by code. */
export function help(deps: WebDeps): RouteOptions[] {
  const parties = Object.entries(HELP).map(([by, { who }]) => ({ by, who }))
  const pages = Object.entries(HELP).map(([by, { who, codes }]): RouteOptions => {
    const entries = Object.entries(codes).map(([code, { means, toDo, ring }]) => ({
      code,
      slug: slugOf(code),
      means,
      toDo,
      ring: RING[ring],
    }))
    // Two spellings of one code have one place.
    const places = [...new Map(entries.map((entry) => [entry.slug, entry])).values()]
    return {
      method: 'GET',
      url: `/help/${by}`,
      config: { page: 'help' },
      handler: async (request, reply) =>
        sendPage(
          deps,
          { request, reply },
          { template: 'journeys/help/party.njk', title: who, section: 'help', back: '/help', entries: places },
        ),
    }
  })
  const first: RouteOptions = {
    method: 'GET',
    url: '/help',
    config: { page: 'help' },
    handler: async (request, reply) =>
      sendPage(deps, { request, reply }, { template: 'journeys/help/page.njk', title: 'Help', section: 'help', parties }),
  }
  return [first, ...pages]
}
