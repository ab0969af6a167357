import assert from 'node:assert/strict'
import { SYSTEMS } from '../../src/fhir/urls.ts'
import { bookingOf, bookingOrganization } from './booking.ts'
import type { GivenPractice, Reply } from './practice.ts'

/** What a search says of who would book. */
export type GivenAsker = { types: readonly string[]; codes: readonly string[] }

const FORTNIGHT = 'start=ge2026-03-01&end=le2026-03-15'

/** The local starts of the slots that a search finds, in order. */
export async function search(practice: GivenPractice, asker: GivenAsker = { types: [], codes: [] }, range = FORTNIGHT): Promise<string[]> {
  const filters = [
    ...asker.types.map((type) => `&searchFilter=${SYSTEMS.organisationType}|${type}`),
    ...asker.codes.map((code) => `&searchFilter=${SYSTEMS.odsOrganisationCode}|${code}`),
  ]
  const reply = await practice.call('searchFreeSlots', `/Slot?${range}&status=free&_include=Slot:schedule${filters.join('')}`)
  assert.equal(reply.status, 200, reply.text)
  const ids = (reply.body.entry ?? []).flatMap(({ resource }: { resource: { resourceType: string; id: string } }) =>
    resource.resourceType === 'Slot' ? [resource.id] : [],
  )
  return ids.map((id: string) => startOf(practice, id)).sort()
}

function startOf(practice: GivenPractice, id: string): string {
  return Object.entries(practice.slots).find(([, slotId]) => slotId === id)?.[0] ?? id
}

/** Local starts, in winter, when they are UTC too. */
export function book(
  practice: GivenPractice,
  starts: readonly string[],
  by: { code?: string; type?: string | undefined } = {},
  rest: Record<string, unknown> = {},
): Promise<Reply> {
  const { code = 'B30012', type } = by
  const contained = bookingOrganization({
    identifier: [{ system: SYSTEMS.odsOrganisationCode, value: code }],
    ...(type && { type: [{ coding: [{ system: SYSTEMS.organisationType, code: type }] }] }),
  })
  return practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, starts, { contained: [contained], ...rest }) })
}
