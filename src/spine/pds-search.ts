import type { LocalDate } from '../nhs/local-time.ts'
import { parseNhsNumber } from '../nhs/nhs-number.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { type HttpAnswer, type Query, toQueryString } from './http.ts'
import { isObject, objectAt, objectsAt, textAt } from './loose-json.ts'
import { pdsUnavailable, refusalIn } from './pds-call.ts'
import { decodePdsPatient, type PdsPatient } from './pds-patient.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/** A day, or a range of days with one end open or none. */
export type DayOrRange = LocalDate | { from: LocalDate; to?: LocalDate } | { from?: LocalDate; to: LocalDate }

/** A `*` stands for any letters, not before the third place of a name or postcode; PDS refuses it elsewhere. */
export type PdsSearch = {
  family: string
  given?: readonly string[]
  birthDate: DayOrRange
  gender?: 'male' | 'female' | 'other' | 'unknown'
  /** A search by postcode or practice finds nobody whose record is restricted. */
  postalCode?: string
  registeredPractice?: OdsCode
  deathDate?: DayOrRange
  phone?: string
  email?: string
  /** `fuzzy` also finds what sounds alike, and names the wrong way round; `exact` nothing but the same. */
  match?: 'exact' | 'fuzzy'
  /** Former names and addresses too. */
  history?: boolean
}

export type PdsSearchOutcome =
  /** Reduced: no former names, no address but the home. Retrieve the number for all of it. `score` is 1 for an exact match. */
  | ({ kind: 'found'; score: number | undefined } & PdsPatient)
  | { kind: 'none' }
  /** An application without a user is shown one person or nobody: ask for more criteria. */
  | { kind: 'too-many-matches' }
  /** PDS did not search: too few criteria, or one that it cannot read. */
  | { kind: 'invalid-search'; code: string }
  | Unavailable

export function searchQuery(criteria: PdsSearch): string {
  const { family, given = [], gender, postalCode, registeredPractice, phone, email, match, history } = criteria
  const query: [string, string | undefined][] = [
    ['family', family],
    ...given.map((name): [string, string] => ['given', name]),
    ['gender', gender],
    ...days('birthdate', criteria.birthDate),
    ...(criteria.deathDate === undefined ? [] : days('death-date', criteria.deathDate)),
    ['address-postalcode', postalCode],
    ['general-practitioner', registeredPractice],
    ['phone', phone],
    ['email', email],
    ['_fuzzy-match', match === 'fuzzy' ? 'true' : undefined],
    ['_exact-match', match === 'exact' ? 'true' : undefined],
    ['_history', history ? 'true' : undefined],
    ['_max-results', '1'],
  ]
  return toQueryString(query.filter((pair): pair is [string, string] => pair[1] !== undefined) satisfies Query)
}

function days(name: string, asked: DayOrRange): [string, string][] {
  if (typeof asked === 'string') return [[name, `eq${asked}`]]
  const ends: [string, string | undefined][] = [
    ['ge', asked.from],
    ['le', asked.to],
  ]
  return ends.flatMap(([prefix, day]): [string, string][] => (day === undefined ? [] : [[name, `${prefix}${day}`]]))
}

const UNUSABLE = ['INVALID_SEARCH_DATA', 'INVALID_VALUE', 'MISSING_VALUE', 'UNSUPPORTED_SERVICE', 'ADDITIONAL_PROPERTIES']

export function searchOutcomeOf(answer: HttpAnswer, now: Date): PdsSearchOutcome {
  const refusal = refusalIn(answer.body)
  // A success by its status.
  if (refusal?.code === 'TOO_MANY_MATCHES') return { kind: 'too-many-matches' }
  if (answer.status !== 200) {
    const outcome = pdsUnavailable(answer, now)
    const isUnusable = answer.status === 400 && outcome.fault === undefined && UNUSABLE.includes(refusal?.code ?? '')
    // The diagnostics are left out: they repeat what was searched for.
    return isUnusable ? { kind: 'invalid-search', code: refusal?.code ?? '' } : outcome
  }

  const bundle = answer.body.kind === 'json' ? answer.body.value : undefined
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle') return unavailable('unexpected-answer')
  const entries = objectsAt(bundle, 'entry')
  const [entry] = entries
  // Nobody found is no empty list but no list at all.
  if (entry === undefined) return bundle.total === 0 ? { kind: 'none' } : unavailable('unexpected-answer')
  if (entries.length > 1) return { kind: 'too-many-matches' }

  const patient = objectAt(entry, 'resource')
  const nhsNumber = parseNhsNumber(textAt(patient, 'id') ?? '')
  if (patient?.resourceType !== 'Patient' || nhsNumber === undefined) return unavailable('unexpected-answer')
  const score = objectAt(entry, 'search')?.score
  return { kind: 'found', score: typeof score === 'number' ? score : undefined, ...decodePdsPatient(patient, nhsNumber, now) }
}
