import type { RouteHandlerMethod, RouteOptions } from 'fastify'
import { INTERACTIONS } from '../interactions.ts'

/** The route of one row of INTERACTIONS: verb, path, and what the hooks check come from there. */
export function interactionRoute(name: keyof typeof INTERACTIONS, handler: RouteHandlerMethod): RouteOptions {
  const interaction = INTERACTIONS[name]
  // `$` begins an operation, never an id: one that this provider lacks is not a read (SEC-03).
  const url = interaction.path.replace(':id', ':id(^[^$]*$)')
  return { method: interaction.method, url, config: { interaction }, handler }
}
