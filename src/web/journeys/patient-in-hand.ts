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

const MOST_TRIES = 4

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
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const encounter = await deps.encounters.find(id, owner)
    if (!encounter) throw new WebRefusal('not-found')
    const changed = change(encounter.content)
    if (!changed || (await deps.encounters.change(encounter, changed))) return
  }
  throw new WebRefusal('changed-meanwhile')
}
