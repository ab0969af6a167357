import { isJsonObject, type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { codingIn, extensionsOf, referenceIn } from '../checks/check-by-type.ts'
import type { Judge } from '../scenario.ts'
import type { DaysOfTarget } from '../target/needs.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'
import type { QueryPart } from '../wire/draft.ts'
import { datesOf } from './days.ts'

/** Who would book: sent as filters (SLOT-07). */
export type Searcher = { type?: string | undefined; odsCode?: string | undefined }

export const EVERY_INCLUDE = ['Schedule:actor:Practitioner', 'Schedule:actor:Location', 'Location:managingOrganization'] as const

/** SLOT-01: the mandatory parameters, with what may be added. */
export function searchQuery(of: { start: string; end: string; searcher?: Searcher; includes?: readonly string[] }): QueryPart[] {
  const { type, odsCode } = of.searcher ?? {}
  return [
    ['start', `ge${of.start}`],
    ['end', `le${of.end}`],
    ['status', 'free'],
    ['_include', 'Slot:schedule'],
    ...(of.includes ?? EVERY_INCLUDE).map((include) => ['_include:recurse', include] as const),
    ...(type === undefined ? [] : [['searchFilter', `${SYSTEM.organisationType}|${type}`] as const]),
    ...(odsCode === undefined ? [] : [['searchFilter', `${SYSTEM.odsCode}|${odsCode}`] as const]),
  ]
}

/** The organisation that the target's requests come from. */
export function ownSearcher({ target }: Pick<Judge, 'target'>): Searcher {
  return { type: target.consumer.type, odsCode: target.consumer.odsCode }
}

export function searchDays(judge: Judge, days: DaysOfTarget, searcher: Searcher = ownSearcher(judge)): Promise<Answer> {
  const { from, to } = datesOf(judge, days)
  return judge.send(judge.draft('searchFreeSlots', { query: searchQuery({ start: from, end: to, searcher }) }))
}

/** A free slot with what its schedule says. */
export type FreeSlot = {
  id: string
  start: string
  end: string
  schedule: string
  channel: string
  slotType: string
  location: string
  practitioner: string | undefined
  healthcareService: string | undefined
  /** The schedule's session name and practitioner role. */
  session: unknown
  role: unknown
}

export function resourcesOfType({ resource }: Answer, type: string): JsonObject[] {
  return objectsOf(resource?.entry).flatMap((entry) =>
    isJsonObject(entry.resource) && entry.resource.resourceType === type ? [entry.resource] : [],
  )
}

/** The code of the practitioner role, of a Schedule or an Appointment. */
export function roleIn(resource: JsonObject): unknown {
  return codingIn(extensionsOf(resource, EXTENSION.practitionerRole)[0] ?? {}).code
}

/** In the order in which they start. */
export function freeSlotsIn(answer: Answer): FreeSlot[] {
  const schedules = new Map(resourcesOfType(answer, 'Schedule').map((schedule) => [`Schedule/${schedule.id}`, schedule]))
  return resourcesOfType(answer, 'Slot')
    .map((slot): FreeSlot => {
      const schedule = referenceIn(slot.schedule)
      const { actor: actorsOf, serviceCategory, ...of } = schedules.get(schedule) ?? {}
      const actors = objectsOf(actorsOf).map(referenceIn)
      const actor = (type: string) => actors.find((reference) => reference.startsWith(`${type}/`))
      return {
        id: String(slot.id),
        start: String(slot.start),
        end: String(slot.end),
        schedule,
        channel: String(extensionsOf(slot, EXTENSION.deliveryChannel)[0]?.valueCode),
        slotType: objectsOf(slot.serviceType)
          .map(({ text }) => text)
          .join(),
        location: actor('Location') ?? '',
        practitioner: actor('Practitioner'),
        healthcareService: actor('HealthcareService'),
        session: isJsonObject(serviceCategory) ? serviceCategory.text : undefined,
        role: roleIn(of),
      }
    })
    .sort((one, other) => Date.parse(one.start) - Date.parse(other.start) || one.id.localeCompare(other.id))
}

/** Slots that start where the one before ends, of one schedule. */
export function inARow(
  slots: readonly FreeSlot[],
  count: number,
  fits: (row: readonly FreeSlot[]) => boolean = isAlike,
): FreeSlot[] | undefined {
  for (const first of slots) {
    const row = [first]
    while (row.length < count) {
      const last = row.at(-1)
      const next = slots.find(({ schedule, start }) => schedule === first.schedule && last && Date.parse(start) === Date.parse(last.end))
      if (!next) break
      row.push(next)
    }
    if (row.length === count && fits(row)) return row
  }
  return undefined
}

function isAlike(row: readonly FreeSlot[]): boolean {
  return new Set(row.map(({ channel, slotType }) => `${channel} ${slotType}`)).size === 1
}

/** What the target promises is there; that it is not found ends the scenario, as failed. */
export async function givenFreeSlots(
  judge: Judge,
  need: 'free-slots' | 'adjacent-slots',
  choose: (slots: readonly FreeSlot[]) => readonly FreeSlot[] | undefined,
): Promise<readonly FreeSlot[]> {
  const answer = await searchDays(judge, judge.data(need))
  // Not those that start any moment: by the time they are booked they might have.
  const soon = judge.now().getTime() + 10 * 60_000
  const chosen = choose(freeSlotsIn(answer).filter(({ start }) => Date.parse(start) > soon))
  judge.insist(answer, {
    requirement: 'SLOT-05',
    rule: `The search finds the free slots that the target promises ("${need}").`,
    expected: 'found',
    got: chosen ? 'found' : 'not among what was found',
  })
  return chosen ?? []
}

export async function givenFreeSlot(judge: Judge): Promise<FreeSlot> {
  const [slot] = await givenFreeSlots(judge, 'free-slots', ([first]) => (first ? [first] : undefined))
  if (!slot) throw new Error('A slot was promised.')
  return slot
}
