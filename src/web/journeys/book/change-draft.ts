import type { FastifyRequest } from 'fastify'
import type { WebDeps } from '../../deps.ts'
import { changeEncounter } from '../patient-in-hand.ts'
import type { BookingDraft, BookingState } from './draft.ts'

type Change = {
  encounterId: string
  draft: Pick<BookingDraft, 'id'>
  state: BookingState
  /** Only if it has come so far and no further. */
  onlyAt?: BookingState['at']
  /** Of one that is being sent only the sending that began then: another may have been begun since this one was given up. */
  since?: string | undefined
  also?: Partial<BookingDraft>
}

/** False where this booking is not the one in hand any more, or has gone on: then nothing was changed. */
export async function setDraft(deps: WebDeps, request: FastifyRequest, of: Change): Promise<boolean> {
  let isChanged = false
  await changeEncounter(deps, request, {
    id: of.encounterId,
    change: (content) => {
      const { draft } = content
      isChanged = draft?.id === of.draft.id && isStillAt(draft.state, of)
      return draft && isChanged ? { ...content, draft: { ...draft, ...of.also, state: of.state } } : undefined
    },
  })
  return isChanged
}

function isStillAt(state: BookingState, { onlyAt, since }: Pick<Change, 'onlyAt' | 'since'>): boolean {
  if (onlyAt !== undefined && state.at !== onlyAt) return false
  return since === undefined || (state.at === 'sending' && state.since === since)
}
