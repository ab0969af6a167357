import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../deps.ts'
import type { Encounter, EncounterContent, TracedPatient } from '../encounter/encounters.ts'
import { actingIn } from '../request.ts'
import { WebRefusal } from '../web-refusal.ts'
import { encounterOf } from './find-patient/identity-check/handler.ts'

/** An encounter whose patient the user has confirmed to be speaking to: from then on slots are looked for, and booked. */
export type InHand = { encounter: Encounter; traced: TracedPatient }

/** Undefined: the reply is given, and leads to the identity check. */
export async function patientInHand(deps: WebDeps, request: FastifyRequest, reply: FastifyReply): Promise<InHand | undefined> {
  const encounter = await encounterOf(deps, request)
  const { traced, confirmedAt } = encounter.content
  if (traced && confirmedAt !== undefined) return { encounter, traced }
  reply.redirect(`${deps.config.root}/patient/${encounter.id}`, 303)
  return undefined
}

/**
 * For a change that holds whatever else was changed meanwhile: it is made to what is there now. `change` gives undefined where there is
 * nothing left to do, and then nothing is written.
 */
export async function changeEncounter(
  deps: Pick<WebDeps, 'encounters'>,
  request: FastifyRequest,
  { id, change }: { id: string; change: (content: EncounterContent) => EncounterContent | undefined },
): Promise<void> {
  const { owner } = actingIn(request)
  if (!(await deps.encounters.alter(id, owner, change))) throw new WebRefusal('not-found')
}

/** CON-09: by now PDS says that the record is restricted. Nothing of whom it is about is kept or shown any more, and nothing goes on. */
export async function forgetRestricted(deps: Pick<WebDeps, 'encounters'>, request: FastifyRequest, id: string): Promise<void> {
  await changeEncounter(deps, request, { id, change: ({ by }) => ({ by, stopped: { because: 'sensitive' } }) })
}
