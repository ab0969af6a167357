import type { RouteHandlerMethod, RouteOptions } from 'fastify'
import { INTERACTIONS } from '../interactions.ts'

type Name = keyof typeof INTERACTIONS

/** The route of a row of INTERACTIONS, or of rows that share verb and path: what the hooks check comes from there. */
export function interactionRoute(names: Name | readonly [Name, ...Name[]], handler: RouteHandlerMethod): RouteOptions {
  const [name, ...others] = typeof names === 'string' ? ([names] as const) : names
  const interaction = INTERACTIONS[name]
  const interactions = [interaction, ...others.map((other) => INTERACTIONS[other])]
  // `$` begins an operation, never an id: one that this provider lacks is not a read (SEC-03).
  const url = interaction.path.replace(':id', ':id(^[^$]*$)')
  return { method: interaction.method, url, config: { interactions }, handler }
}
