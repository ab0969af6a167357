import { type NhsNumber, parseNhsNumber } from '../nhs/nhs-number.ts'
import type { HttpAnswer } from './http.ts'
import { isObject, textAt } from './loose-json.ts'
import { callPds, type PdsCallOptions, type PdsDeps, pdsUnavailable, refusalIn } from './pds-call.ts'
import { decodePdsPatient, type PdsPatient } from './pds-patient.ts'
import { type PdsSearch, type PdsSearchOutcome, searchOutcomeOf, searchQuery } from './pds-search.ts'
import { type Unavailable, unavailable, unavailableAfter } from './unavailable.ts'

export type PdsOutcome =
  /** Look at `deceased` and `sensitive` before anything else is done. */
  | ({ kind: 'found' } & PdsPatient)
  /** The number was merged into another one, which the person has now. */
  | { kind: 'superseded'; by: NhsNumber }
  | { kind: 'not-found' }
  | { kind: 'invalidated' }
  /** PDS does not hold it for an NHS number at all, whatever its check digit says. */
  | { kind: 'invalid-number' }
  | Unavailable

export type Pds = {
  retrieve: (nhsNumber: NhsNumber, options?: PdsCallOptions) => Promise<PdsOutcome>
  search: (criteria: PdsSearch, options?: PdsCallOptions) => Promise<PdsSearchOutcome>
}

/** The Personal Demographics Service, as an application without a user: one person by NHS number, or the only one whom the criteria fit. */
export function createPds(deps: PdsDeps): Pds {
  return {
    async retrieve(nhsNumber, options = {}) {
      try {
        return outcomeOf(await callPds(deps, `/Patient/${nhsNumber}`, options), nhsNumber, deps.now())
      } catch (error) {
        return unavailableAfter(error)
      }
    },

    async search(criteria, options = {}) {
      try {
        return searchOutcomeOf(await callPds(deps, `/Patient${searchQuery(criteria)}`, options), deps.now())
      } catch (error) {
        return unavailableAfter(error)
      }
    },
  }
}

function outcomeOf(answer: HttpAnswer, asked: NhsNumber, now: Date): PdsOutcome {
  const body = answer.body.kind === 'json' ? answer.body.value : undefined
  if (answer.status === 200) {
    // A success may carry an OperationOutcome, so the type decides and not the status.
    if (!isObject(body) || body.resourceType !== 'Patient') return unavailable('unexpected-answer')
    const id = parseNhsNumber(textAt(body, 'id') ?? '')
    if (id === undefined) return unavailable('unexpected-answer')
    // Judged before anything else: the record belongs to another number than the one asked for.
    return id === asked ? { kind: 'found', ...decodePdsPatient(body, asked, now) } : { kind: 'superseded', by: id }
  }

  // A 404 means two different things, and a wrong path is a third: the coding tells.
  const code = refusalIn(answer.body)?.code
  if (code === 'RESOURCE_NOT_FOUND') return { kind: 'not-found' }
  if (code === 'INVALIDATED_RESOURCE') return { kind: 'invalidated' }
  if (code === 'INVALID_RESOURCE_ID') return { kind: 'invalid-number' }
  return pdsUnavailable(answer, now)
}
