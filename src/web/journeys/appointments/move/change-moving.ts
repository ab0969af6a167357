import type { FastifyRequest } from 'fastify'
import type { WebDeps } from '../../../deps.ts'
import type { EncounterContent } from '../../../encounter/encounters.ts'
import { changeEncounter } from '../../patient-in-hand.ts'
import type { MoveState, Moving } from './moving.ts'

type Change = {
  encounterId: string
  moving: Pick<Moving, 'id'>
  state: MoveState
  /** Only if it has come so far and no further. */
  onlyAt?: MoveState['at']
  /** Of one that is being sent only the sending that began then: another may have been begun since this one was given up. */
  since?: string | undefined
  also?: Partial<Moving>
  /** The slot that was chosen: `undefined` forgets it. */
  slot?: (draft: EncounterContent['draft']) => EncounterContent['draft']
}

/** False where this is not being moved any more, or has gone on: then nothing was changed. */
export async function setMoving(deps: WebDeps, request: FastifyRequest, of: Change): Promise<boolean> {
  let isChanged = false
  await changeEncounter(deps, request, {
    id: of.encounterId,
    change: (content) => {
      const { moving, draft } = content
      isChanged = moving?.id === of.moving.id && isStillAt(moving.state, of)
      if (!moving || !isChanged) return undefined
      const { draft: _, ...rest } = content
      const chosen = of.slot ? of.slot(draft) : draft
      return { ...rest, ...(chosen && { draft: chosen }), moving: { ...moving, ...of.also, state: of.state } }
    },
  })
  return isChanged
}

function isStillAt(state: MoveState, { onlyAt, since }: Pick<Change, 'onlyAt' | 'since'>): boolean {
  if (onlyAt !== undefined && state.at !== onlyAt) return false
  return since === undefined || (state.at === 'sending' && state.since === since)
}
