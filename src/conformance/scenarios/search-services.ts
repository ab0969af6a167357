import type { Judge, ScenarioSource } from '../scenario.ts'
import { datesOf } from '../steps/days.ts'
import { expectRefusal, insistOnStatus, type Refusal } from '../steps/refusals.ts'
import { EVERY_INCLUDE, type FreeSlot, freeSlotsIn, resourcesOfType, searchQuery } from '../steps/search.ts'
import { expectFilteringStatus, givenServiceId, SERVICE_INCLUDE, serviceParameter } from '../steps/services.ts'
import { expectBundleToHoldTogether, FOUND, insistOnSlots } from '../steps/slot-bundle.ts'
import type { Answer } from '../wire/answer.ts'
import type { QueryPart } from '../wire/draft.ts'

type Asked = { days?: 'free-slots' | 'no-slots'; includes?: readonly string[]; service?: readonly QueryPart[] }

function search(judge: Judge, { days = 'free-slots', includes = EVERY_INCLUDE, service = [] }: Asked): Promise<Answer> {
  const { from, to } = datesOf(judge, judge.data(days))
  return judge.send(judge.draft('searchFreeSlots', { query: [...searchQuery({ start: from, end: to, includes }), ...service] }))
}

const named = (judge: Judge, need: 'healthcare-service' | 'unknown-service' | 'service-without-slots') => [
  serviceParameter(judge.data(need).dosServiceId),
]

const idsOf = (slots: readonly FreeSlot[]) => slots.map(({ id }) => id).sort()
const ALL_INCLUDES = [...EVERY_INCLUDE, SERVICE_INCLUDE]

/** On or off. */
const told: ScenarioSource[] = [
  ...(['free-slots', 'no-slots'] as const).map(
    (days): ScenarioSource => ({
      id: `service-status-${days}`,
      title: `asked for a service, a Bundle ${days === 'no-slots' ? 'without slots ' : ''}tells whether services are filtered by`,
      requirements: ['SLOT-10'],
      needs: ['healthcare-service', 'service-filtering', days],
      inBothFormats: true,
      run: async (judge) => {
        const answer = await search(judge, { days, service: named(judge, 'healthcare-service') })
        insistOnStatus(judge, answer, FOUND)
        expectFilteringStatus(judge, answer, [judge.data('service-filtering')])
      },
    }),
  ),
  {
    id: 'service-status-unasked',
    title: 'asked for no service, a Bundle does not tell whether services are filtered by',
    requirements: ['SLOT-10', 'GEN-17'],
    needs: ['service-filtering', 'free-slots'],
    run: async (judge) => {
      const answer = await search(judge, { includes: ALL_INCLUDES })
      insistOnSlots(judge, answer)
      expectFilteringStatus(judge, answer, [])
    },
  },
]

const off: ScenarioSource[] = (
  [
    ['listed', 'a service', (judge) => named(judge, 'healthcare-service')],
    ['unknown', 'a service that is not in the list', (judge) => named(judge, 'unknown-service')],
    ['empty', 'an empty service', () => [['service.identifier', '']]],
    ['twice', 'two services', () => [serviceParameter('1'), serviceParameter('2')]],
  ] as const satisfies readonly (readonly [string, string, (judge: Judge) => readonly QueryPart[]])[]
).map(([id, title, service]) => ({
  id: `service-ignored-${id}`,
  title: `service filtering off: ${title} is ignored, and no service is named`,
  requirements: ['SLOT-10'],
  needs: ['service-filtering-off', 'healthcare-service', 'unknown-service', 'free-slots'],
  run: async (judge) => {
    // Given
    const all = await search(judge, {})
    insistOnSlots(judge, all)
    // When
    const answer = await search(judge, { includes: ALL_INCLUDES, service: service(judge) })
    // Then
    insistOnStatus(judge, answer, FOUND)
    const hold = (rule: string, expected: unknown, got: unknown) => judge.expect(answer, { requirement: 'SLOT-10', rule, expected, got })
    hold('Off, the parameter is ignored: all slots are found.', idsOf(freeSlotsIn(all)), idsOf(freeSlotsIn(answer)))
    hold('Off, the include is ignored.', 0, resourcesOfType(answer, 'HealthcareService').length)
    const naming = freeSlotsIn(answer).filter(({ healthcareService }) => healthcareService !== undefined)
    hold('Off, no schedule names a service.', [], idsOf(naming))
  },
}))

const on: ScenarioSource[] = [
  {
    id: 'service-slots',
    title: 'service filtering on: the slots of one service, and no others',
    requirements: ['SLOT-10'],
    needs: ['service-filtering-on', 'healthcare-service', 'free-slots'],
    inBothFormats: true,
    run: async (judge) => {
      // Given slots of that service, and others
      const { dosServiceId } = judge.data('healthcare-service')
      const service = `HealthcareService/${await givenServiceId(judge, dosServiceId)}`
      const all = await search(judge, {})
      insistOnSlots(judge, all)
      const linked = freeSlotsIn(all).filter(({ healthcareService }) => healthcareService === service)
      const hold = (from: Answer, rule: string, expected: unknown, got: unknown) =>
        judge.expect(from, { requirement: 'SLOT-10', rule, expected, got })
      hold(all, 'On, schedules that are linked to the service name it.', true, linked.length > 0)
      hold(all, 'Schedules of no service are found too, where none is asked for.', true, linked.length < freeSlotsIn(all).length)
      // When
      const answer = await search(judge, { service: [serviceParameter(dosServiceId)] })
      // Then
      insistOnSlots(judge, answer)
      hold(
        answer,
        'Only slots of schedules that are linked to the service are found, and all of them.',
        idsOf(linked),
        idsOf(freeSlotsIn(answer)),
      )
      expectBundleToHoldTogether(judge, answer)
    },
  },
  ...(['one', 'none'] as const).map(
    (asked): ScenarioSource => ({
      id: `service-included-${asked}-asked`,
      title: `service filtering on: where ${asked === 'one' ? 'a service' : 'none'} is asked for, services are in the Bundle with their include alone`,
      requirements: ['SLOT-10', 'SLOT-04', 'SLOT-05'],
      needs: ['service-filtering-on', 'healthcare-service', 'free-slots'],
      run: async (judge) => {
        const service = asked === 'one' ? named(judge, 'healthcare-service') : []
        for (const includes of [ALL_INCLUDES, EVERY_INCLUDE]) {
          const answer = await search(judge, { includes, service })
          insistOnSlots(judge, answer)
          const naming = new Set(freeSlotsIn(answer).flatMap(({ healthcareService }) => healthcareService ?? []))
          judge.expect(answer, {
            requirement: 'SLOT-10',
            rule: `The services that schedules name are in the Bundle if, and only if, ${SERVICE_INCLUDE} is asked for.`,
            expected: includes === ALL_INCLUDES ? [...naming].sort() : [],
            got: resourcesOfType(answer, 'HealthcareService')
              .map(({ id }) => `HealthcareService/${id}`)
              .sort(),
          })
          judge.expect(answer, {
            requirement: 'SLOT-10',
            rule: 'Schedules name their service, whatever is included.',
            expected: true,
            got: naming.size > 0,
          })
        }
      },
    }),
  ),
  {
    id: 'service-without-slots',
    title: 'service filtering on: a service of the list without free slots is an empty Bundle',
    requirements: ['SLOT-10'],
    needs: ['service-filtering-on', 'service-without-slots', 'free-slots'],
    run: async (judge) => {
      const answer = await search(judge, { service: named(judge, 'service-without-slots') })
      insistOnStatus(judge, answer, FOUND)
      const rule = 'No slot is of that service, and nothing else is in the Bundle.'
      judge.expect(answer, { requirement: 'SLOT-10', rule, expected: undefined, got: answer.resource?.entry })
    },
  },
  ...(
    [
      ['unknown', 'an id that is not in the list', [404, 'NO_RECORD_FOUND'], (judge) => named(judge, 'unknown-service')],
      ['empty', 'an empty service.identifier', [422, 'INVALID_PARAMETER'], () => [['service.identifier', '']]],
      ['bar', 'a service.identifier of a bar alone', [422, 'INVALID_PARAMETER'], () => [['service.identifier', '|']]],
    ] as const satisfies readonly (readonly [string, string, Refusal, (judge: Judge) => readonly QueryPart[]])[]
  ).map(
    ([id, title, refusal, service]): ScenarioSource => ({
      id: `refused-service-${id}`,
      title: `service filtering on: refused with ${refusal.join(' ')}: ${title}`,
      requirements: ['SLOT-10', 'SLOT-01'],
      needs: ['service-filtering-on', 'unknown-service', 'free-slots'],
      run: async (judge) => {
        const answer = await search(judge, { service: service(judge) })
        const rule = 'A service must be one of the list, and be written as a token.'
        expectRefusal(judge, answer, { refusal, requirement: 'SLOT-10', rule })
      },
    }),
  ),
]

/** SLOT-10: by service, where the practice filters by it and where it does not. */
export const searchServices: ScenarioSource[] = [...told, ...off, ...on]
