import type { RouteOptions } from 'fastify'
import type { WebDeps } from '../../deps.ts'
import { federationsOf } from '../../federations/federations.ts'
import { choose } from './choose/handler.ts'
import { results } from './results/handler.ts'
import { where } from './where/handler.ts'

/** Where to look, what is free there, and which of it is taken up. */
export function findSlot(deps: WebDeps): RouteOptions[] {
  return [...where(deps, (acting) => federationsOf(deps, acting)), ...results(deps), ...choose(deps)]
}
