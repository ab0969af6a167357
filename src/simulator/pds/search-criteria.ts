import { parseLocalDate } from '../../nhs/local-time.ts'
import type { ApiReply } from '../api-request.ts'
import { pdsOutcome } from './pds-outcomes.ts'

const PARAMETERS = [
  'family',
  'given',
  'gender',
  'birthdate',
  'death-date',
  'address-postalcode',
  'address-postcode',
  'general-practitioner',
  'email',
  'phone',
  '_fuzzy-match',
  '_exact-match',
  '_history',
  '_max-results',
]
const GENDERS = ['male', 'female', 'other', 'unknown']
const REPEATABLE = ['given', 'birthdate', 'death-date']

export type DateRange = { from: string; to: string }

export type SearchCriteria = {
  family: string | undefined
  given: readonly string[]
  gender: string | undefined
  birthDate: DateRange
  deathDate: DateRange | undefined
  postalCode: string | undefined
  generalPractitioner: string | undefined
  email: string | undefined
  phone: string | undefined
  fuzzy: boolean
  exact: boolean
  history: boolean
  maxResults: number
}

type Refused = { refusal: ApiReply }

const refuse = (...args: Parameters<typeof pdsOutcome>): Refused => ({ refusal: pdsOutcome(...args) })

const NOT_ENOUGH =
  "Invalid search data provided - 'No searches were performed as the search criteria did not meet the minimum requirements'"

/** Open ends are written as the first and last day there is. */
function dateRange(values: readonly string[]): DateRange | undefined {
  const range = { from: '0000-01-01', to: '9999-12-31' }
  for (const value of values) {
    const [, prefix = 'eq', date = ''] = /^(eq|ge|le)?(.*)$/.exec(value) ?? []
    if (parseLocalDate(date) === undefined) return undefined
    if (prefix !== 'le') range.from = date
    if (prefix !== 'ge') range.to = date
  }
  return range
}

function unreadableField(query: URLSearchParams): string | undefined {
  const isFlag = (value: string) => value === 'true' || value === 'false'
  const isReadable = (name: string, value: string): boolean => {
    if (name === 'gender') return GENDERS.includes(value)
    if (name === '_fuzzy-match' || name === '_exact-match' || name === '_history') return isFlag(value)
    if (name === '_max-results') return /^(?:[1-9]|[1-4]\d|50)$/.test(value)
    if (name === 'birthdate' || name === 'death-date') return dateRange([value]) !== undefined
    return value.trim() !== ''
  }
  const repeated = PARAMETERS.find((name) => query.getAll(name).length > (name === 'given' ? 5 : REPEATABLE.includes(name) ? 2 : 1))
  const [name, value] = [...query].find(([name, value]) => name === repeated || !isReadable(name, value)) ?? []
  return name === undefined ? undefined : `Invalid value - '${value}' in field '${name}'`
}

/** A wildcard stands behind two characters at least, and only where nothing else blurs the match. */
function misplacedWildcard({ family, given, postalCode, fuzzy, exact }: SearchCriteria): string | undefined {
  const fields: [string, string | undefined][] = [
    ['family', family],
    ['address-postalcode', postalCode],
  ]
  for (const name of given) fields.push(['given', name])
  const [name, value] = fields.find(([, value]) => value?.includes('*') && (fuzzy || exact || value.indexOf('*') < 2)) ?? []
  return name === undefined ? undefined : `Invalid value - '${value}' in field '${name}'`
}

function isEnough({ family, given, gender, postalCode, fuzzy }: SearchCriteria): boolean {
  if (!fuzzy) return family !== undefined
  if (family !== undefined && given.length > 0) return true
  return (family !== undefined || given.length > 0) && gender !== undefined && postalCode !== undefined
}

/** Judged in the order in which PDS answers: names of parameters, their values, then whether they are enough. */
export function readSearchCriteria(query: URLSearchParams): SearchCriteria | Refused {
  const names = [...new Set(query.keys())]
  if (names.length === 0) return refuse('UNSUPPORTED_SERVICE')

  const unknown = names.filter((name) => !PARAMETERS.includes(name))
  if (unknown.length > 0) {
    const list = `${unknown.map((name) => `'${name}'`).join(', ')} ${unknown.length === 1 ? 'was' : 'were'} unexpected`
    return refuse('ADDITIONAL_PROPERTIES', { diagnostics: `Invalid request with error - Additional properties are not allowed (${list})` })
  }
  const unreadable = unreadableField(query)
  if (unreadable !== undefined) return refuse('INVALID_VALUE', { diagnostics: unreadable })
  if (query.has('address-postalcode') && query.has('address-postcode')) {
    return refuse('INVALID_SEARCH_DATA', { diagnostics: "Invalid search data provided - 'address-postalcode and address-postcode'" })
  }
  const birthDate = dateRange(query.getAll('birthdate'))
  if (!query.has('birthdate') || !birthDate) {
    return refuse('MISSING_VALUE', { diagnostics: "Missing value - 'birth_date/birth_date_range_start/birth_date_range_end'" })
  }

  const one = (name: string) => query.get(name)?.trim()
  const criteria: SearchCriteria = {
    family: one('family'),
    given: query.getAll('given').map((name) => name.trim()),
    gender: one('gender'),
    birthDate,
    deathDate: query.has('death-date') ? dateRange(query.getAll('death-date')) : undefined,
    postalCode: one('address-postalcode') ?? one('address-postcode'),
    generalPractitioner: one('general-practitioner'),
    email: one('email'),
    phone: one('phone'),
    fuzzy: one('_fuzzy-match') === 'true',
    exact: one('_exact-match') === 'true',
    history: one('_history') === 'true',
    // The platform writes 1 where an application-restricted caller writes nothing.
    maxResults: Number(one('_max-results') ?? 1),
  }
  if (!isEnough(criteria)) return refuse('INVALID_SEARCH_DATA', { diagnostics: NOT_ENOUGH })
  const misplaced = misplacedWildcard(criteria)
  return misplaced === undefined ? criteria : refuse('INVALID_VALUE', { diagnostics: misplaced })
}
