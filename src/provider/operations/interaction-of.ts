import type { FastifyRequest } from 'fastify'
import { INTERACTIONS } from '../interactions.ts'

const NAMES = new Map<string, string>(Object.entries(INTERACTIONS).map(([name, { id }]) => [id, name]))

/**
 * The name in INTERACTIONS of what was asked for, or `none` where nothing of ours was. Whatever a stranger sends, it is one of these:
 * a name that somebody else chose would be a new time series for each.
 */
export function interactionOf(request: FastifyRequest): string {
  const id = request.caller?.interactionId ?? addressed(request)
  return NAMES.get(id ?? '') ?? 'none'
}

/** Of a request that was refused before its caller was read. Routes that two interactions share go by the header, if it names either. */
function addressed({ routeOptions, headers }: FastifyRequest): string | undefined {
  const { interactions = [] } = routeOptions.config
  return (interactions.find(({ id }) => id === headers['ssp-interactionid']) ?? interactions[0])?.id
}
