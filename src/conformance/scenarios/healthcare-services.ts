import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { resourcesOfType } from '../steps/search.ts'
import { SYSTEM } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'
import type { QueryPart } from '../wire/draft.ts'

const NEEDS = ['healthcare-service', 'service-filtering'] as const
const FOUND = { status: 200, requirement: 'ORG-05', rule: 'Services can be searched for.' } as const

const find = (judge: Judge, query: readonly QueryPart[]): Promise<Answer> => judge.send(judge.draft('findHealthcareService', { query }))
const idsIn = (answer: Answer) => resourcesOfType(answer, 'HealthcareService').map(({ id }) => id)
const ours = (judge: Judge): QueryPart => ['identifier', `${SYSTEM.dosServiceId}|${judge.data('healthcare-service').dosServiceId}`]

const sources: ScenarioSource[] = [
  {
    id: 'by-id',
    title: 'a service by its DOS id: found once where service filtering is on, and not where it is off',
    requirements: ['ORG-05', 'SLOT-10'],
    needs: NEEDS,
    inBothFormats: true,
    run: async (judge) => {
      // When
      const answer = await find(judge, [ours(judge)])
      // Then
      insistOnStatus(judge, answer, FOUND)
      const expected = judge.data('service-filtering') === 'enabled' ? 1 : 0
      const rule = 'The list of services is empty where service filtering is off.'
      judge.expect(answer, { requirement: 'ORG-05', rule, expected, got: idsIn(answer).length })
    },
  },
  {
    id: 'whole-list',
    title: 'no identifier: the whole list, with what is found by identifier in it',
    requirements: ['ORG-05', 'SLOT-10'],
    needs: NEEDS,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const one = await find(judge, [ours(judge)])
      // When
      const answer = await find(judge, [])
      // Then
      insistOnStatus(judge, answer, FOUND)
      const all = idsIn(answer)
      const missing = idsIn(one).filter((id) => !all.includes(id))
      judge.expect(answer, { requirement: 'ORG-05', rule: 'What is found by identifier is in the list.', expected: [], got: missing })
      if (judge.data('service-filtering') === 'enabled') return
      judge.expect(answer, { requirement: 'SLOT-10', rule: 'Off, the list is empty.', expected: [], got: all })
    },
  },
  ...(
    [
      ['unknown', 'an id that is not in the list', (judge) => `${SYSTEM.dosServiceId}|${judge.data('unknown-service').dosServiceId}`],
      [
        'other-system',
        'an id of another system',
        (judge) => `https://fhir.example/Id/nothing|${judge.data('unknown-service').dosServiceId}`,
      ],
    ] as const satisfies readonly (readonly [string, string, (judge: Judge) => string])[]
  ).map(
    ([id, title, identifierOf]): ScenarioSource => ({
      id,
      title: `${title} finds nothing`,
      requirements: ['ORG-05'],
      needs: ['unknown-service'],
      run: async (judge) => {
        // When
        const answer = await find(judge, [['identifier', identifierOf(judge)]])
        // Then
        insistOnStatus(judge, answer, FOUND)
        judge.expect(answer, { requirement: 'ORG-05', rule: 'No match is an empty Bundle.', expected: [], got: idsIn(answer) })
      },
    }),
  ),
  ...(
    [
      ['empty', 'an empty identifier', ''],
      ['bar', 'an identifier of a bar alone', '|'],
    ] as const
  ).map(
    ([id, title, value]): ScenarioSource => ({
      id: `refused-${id}`,
      title: `refused with 422 INVALID_PARAMETER: ${title}`,
      requirements: ['ORG-05'],
      run: async (judge) => {
        // When
        const answer = await find(judge, [['identifier', value]])
        // Then
        const rule = 'A token that cannot be read is a bad value.'
        expectRefusal(judge, answer, { refusal: [422, 'INVALID_PARAMETER'], requirement: 'ORG-05', rule })
      },
    }),
  ),
]

const readSources: ScenarioSource[] = [
  {
    id: 'found',
    title: 'every service that is listed is read under its id',
    requirements: ['ORG-02', 'ORG-05'],
    needs: NEEDS,
    run: async (judge) => {
      // Given
      const list = await find(judge, [])
      insistOnStatus(judge, list, FOUND)
      for (const service of resourcesOfType(list, 'HealthcareService')) {
        // When
        const answer = await judge.send(judge.draft('readHealthcareService', { id: String(service.id) }))
        // Then
        judge.expect(answer, { requirement: 'ORG-02', rule: 'It reads as it is listed.', expected: service, got: answer.resource })
      }
    },
  },
  {
    id: 'refused-empty-id',
    title: 'refused with 400 BAD_REQUEST: an empty id',
    requirements: ['INT-02'],
    needs: ['direct'],
    run: async (judge) => {
      // When
      const answer = await judge.send(judge.draft('readHealthcareService', { id: '' }))
      // Then
      const rule = 'An empty id is no read: services may be searched bare.'
      expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement: 'INT-02', rule })
    },
  },
]

/** ORG-05 and SLOT-10: the list of services, whatever the state of service filtering. */
export const healthcareServices: Scenario[] = [
  ...scenariosOf('findHealthcareService', 'find-healthcare-service', sources),
  ...scenariosOf('readHealthcareService', 'read-healthcare-service', readSources),
]
