import type { RouteOptions } from 'fastify'
import type { WebDeps } from '../../deps.ts'
import { federationsOf } from '../../federations/federations.ts'
import { amend } from './amend/handler.ts'
import { cancel } from './cancel/handler.ts'
import { list } from './list/handler.ts'
import { move } from './move/handler.ts'
import { one } from './one/handler.ts'
import { outcome } from './outcome/handler.ts'
import { where } from './where/handler.ts'

/** What the patient has, and what is changed about it. */
export function appointments(deps: WebDeps): RouteOptions[] {
  return [
    ...list(deps),
    ...where(deps, (acting) => federationsOf(deps, acting)),
    ...one(deps),
    ...amend(deps),
    ...cancel(deps),
    ...outcome(deps),
    ...move(deps),
  ]
}
