import { randomUUID } from 'node:crypto'
import { INTERACTIONS, type Interaction } from '../../src/provider/interactions.ts'
import { givenToken } from './token.ts'

export const CONSUMER_ASID = '200000000111'
export const PRACTICE_ASID = '200000000222'

export type InteractionOfProvider = keyof typeof INTERACTIONS

/** What the SSP passes on from a well-behaved consumer. */
export function requestHeaders(
  name: InteractionOfProvider,
  of: { now: Date; serviceRoot: string; claims?: Record<string, unknown>; tokenHeader?: Record<string, unknown> },
): Record<string, string> {
  const interaction: Interaction = INTERACTIONS[name]
  const token = givenToken({
    now: of.now,
    audience: of.serviceRoot,
    scope: interaction.scope,
    ...(of.claims && { claims: of.claims }),
    ...(of.tokenHeader && { header: of.tokenHeader }),
  })
  return {
    'ssp-traceid': randomUUID(),
    'ssp-from': CONSUMER_ASID,
    'ssp-to': PRACTICE_ASID,
    'ssp-interactionid': interaction.id,
    authorization: `Bearer ${token}`,
  }
}
