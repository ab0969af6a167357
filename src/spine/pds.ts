import { readOperationOutcome } from '../fhir/operation-outcome.ts'
import { type NhsNumber, parseNhsNumber } from '../nhs/nhs-number.ts'
import { exchange, type Fetch, type HttpAnswer } from './http.ts'
import { isObject, textAt } from './loose-json.ts'
import { decodePdsPatient, type PdsPatient } from './pds-patient.ts'
import { type Unavailable, unavailable, unavailableAfter, unavailableFrom } from './unavailable.ts'

export type PdsOutcome =
  | ({ kind: 'found' } & PdsPatient)
  /** The number was merged into another one, which the person has now. */
  | { kind: 'superseded'; by: NhsNumber }
  | { kind: 'not-found' }
  | { kind: 'invalidated' }
  | Unavailable

export type Pds = { retrieve: (nhsNumber: NhsNumber, options?: { signal?: AbortSignal }) => Promise<PdsOutcome> }

export type PdsDeps = {
  fetch: Fetch
  /** Without a trailing slash: `https://api.service.nhs.uk/personal-demographics/FHIR/R4`. */
  baseUrl: string
  timeoutMs: number
  now: () => Date
  newId: () => string
  /** The access token for each call, where the environment wants one; `Bearer` is added. */
  authorize?: () => Promise<string>
}

/** The Personal Demographics Service: retrieves one person by NHS number. */
export function createPds(deps: PdsDeps): Pds {
  return {
    async retrieve(nhsNumber, options = {}) {
      try {
        const token = await deps.authorize?.()
        const answer = await exchange(deps, {
          method: 'GET',
          url: `${deps.baseUrl}/Patient/${nhsNumber}`,
          headers: {
            Accept: 'application/fhir+json',
            'X-Request-ID': deps.newId(),
            ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          },
          timeoutMs: deps.timeoutMs,
          signal: options.signal,
        })
        return outcomeOf(answer, nhsNumber, deps.now())
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
  const code = readOperationOutcome(body)?.code
  if (code === 'RESOURCE_NOT_FOUND' || code === 'INVALID_RESOURCE_ID') return { kind: 'not-found' }
  if (code === 'INVALIDATED_RESOURCE') return { kind: 'invalidated' }
  return unavailableFrom(answer, now)
}
