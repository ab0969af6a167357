import { isJsonObject, objectsOf } from '../../fhir/json-object.ts'
import type { Judge } from '../scenario.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'
import type { QueryPart } from '../wire/draft.ts'
import { resourcesOfType } from './search.ts'

export const SERVICE_INCLUDE = 'Schedule:actor:HealthcareService'

export const serviceParameter = (dosServiceId: string): QueryPart => ['service.identifier', `${SYSTEM.dosServiceId}|${dosServiceId}`]

/** The id under which the practice's server has a service of its list. */
export async function givenServiceId(judge: Judge, dosServiceId: string): Promise<string> {
  const answer = await judge.send(
    judge.draft('findHealthcareService', { query: [['identifier', `${SYSTEM.dosServiceId}|${dosServiceId}`]] }),
  )
  const found = resourcesOfType(answer, 'HealthcareService')
  judge.insist(answer, { requirement: 'ORG-05', rule: 'The service that the target names is found.', expected: 1, got: found.length })
  return String(found[0]?.id)
}

/** What a Bundle tells of service filtering in its meta, and a CapabilityStatement as an extension of its own. */
export function expectFilteringStatus(judge: Judge, answer: Answer, expected: readonly string[]): void {
  const { resourceType, meta, extension } = answer.resource ?? {}
  const holder = resourceType === 'Bundle' ? isJsonObject(meta) && meta.extension : extension
  judge.expect(answer, {
    requirement: 'SLOT-10',
    rule: 'The state of service filtering is told by the CapabilityStatement, and by a Bundle where a service was asked for, once.',
    expected,
    got: objectsOf(holder)
      .filter(({ url }) => url === EXTENSION.serviceFilteringStatus)
      .map(({ valueCode }) => valueCode),
  })
}
