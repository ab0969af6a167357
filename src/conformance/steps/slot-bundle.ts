import { referenceIn } from '../checks/check-by-type.ts'
import { resourcesIn } from '../checks/check-resource.ts'
import type { Judge } from '../scenario.ts'
import type { Answer } from '../wire/answer.ts'
import { insistOnStatus } from './refusals.ts'
import { freeSlotsIn, resourcesOfType } from './search.ts'

export const FOUND = { status: 200, requirement: 'SLOT-05', rule: 'A search that can be carried out is answered with a Bundle.' } as const

export function insistOnSlots(judge: Judge, answer: Answer): void {
  insistOnStatus(judge, answer, FOUND)
  const got = freeSlotsIn(answer).length > 0 ? 'free slots' : 'none'
  judge.insist(answer, { requirement: 'SLOT-05', rule: 'The free slots that the target promises are found.', expected: 'free slots', got })
}

/** Every resource once, and each of them led to by a slot. */
export function expectBundleToHoldTogether(judge: Judge, answer: Answer): void {
  const entries = answer.resource ? resourcesIn(answer.resource).filter(({ as }) => as === 'entry') : []
  const ids = entries.map(({ resource, type }) => `${type}/${resource.id}`)
  judge.expect(answer, { requirement: 'SLOT-05', rule: 'No resource appears twice.', expected: ids.length, got: new Set(ids).size })

  const present = new Set(ids)
  const slots = freeSlotsIn(answer)
  const schedules = new Set(slots.map(({ schedule }) => schedule))
  const locations = new Set(slots.map(({ location }) => location))
  const practitioners = new Set(slots.flatMap(({ practitioner }) => practitioner ?? []))
  const of = (type: string) => ids.filter((id) => id.startsWith(`${type}/`)).sort()
  const hold = (rule: string, expected: unknown, got: unknown) => judge.expect(answer, { requirement: 'SLOT-05', rule, expected, got })
  hold('There are the schedules of the slots, and no others.', [...schedules].sort(), of('Schedule'))
  hold('There are the locations of the schedules, and no others.', [...locations].sort(), of('Location'))
  hold('There are the practitioners of the schedules, and no others.', [...practitioners].sort(), of('Practitioner'))
  const organisations = resourcesOfType(answer, 'Location').map(({ managingOrganization }) => referenceIn(managingOrganization))
  hold(
    'The organisation of the locations is there.',
    true,
    organisations.every((organisation) => present.has(organisation)),
  )
}
