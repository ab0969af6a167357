import { parseQuery } from '../../../fhir/query.ts'
import { SYSTEMS } from '../../../fhir/urls.ts'
import { localDateOf, parseLocalDate } from '../../../nhs/local-time.ts'
import type { Context, InteractionName } from './asked.ts'
import type { Found, Row } from './explanation.ts'
import type { HttpRequest } from './http-request.ts'

/** The values in place of all that were sent under these names. */
function withParameters(request: HttpRequest, parameters: readonly (readonly [name: string, value: string])[]): HttpRequest {
  const [path = '', ...rest] = request.target.split('?')
  const names = parameters.map(([name]) => name)
  const others = rest
    .join('?')
    .split('&')
    .filter((part) => part !== '' && !names.includes(parseQuery(part)[0]?.name ?? ''))
  const written = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return { ...request, target: `${path}?${[...others, ...written].join('&')}` }
}

/** Of a search whose one end is wrong: the day that the other end names, so that the two still fit. */
function dayFor(request: HttpRequest, context: Context): string {
  const query = parseQuery(request.target.split('?').slice(1).join('?'))
  const days = query.flatMap(({ name, value }) =>
    name === 'start' || name === 'end' ? (parseLocalDate(/\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? '') ?? []) : [],
  )
  return days[0] ?? localDateOf(context.now)
}

const IDENTIFIERS: Partial<Record<InteractionName, readonly [system: string, value: string]>> = {
  findPatient: [SYSTEMS.nhsNumber, '9990000018'],
  findPractitioner: [SYSTEMS.sdsUserId, '111222333444'],
  findOrganization: [SYSTEMS.odsOrganisationCode, 'A20047'],
  findHealthcareService: [SYSTEMS.dosServiceId, '1234567890'],
}

/** What would do for a parameter. */
function parameter(name: string, request: HttpRequest, context: Context): Found {
  const at = `search parameter ${name}`
  const day = dayFor(request, context)
  const [system, value] = IDENTIFIERS[context.interaction ?? 'findPatient'] ?? [SYSTEMS.dosServiceId, '1234567890']
  const one = (written: string, instead: string): Found => ({ at, instead, mend: (asked) => withParameters(asked, [[name, written]]) })
  if (name === 'start' && context.interaction === 'retrieveAppointments') {
    const today = localDateOf(context.now)
    const both = [
      ['start', `ge${today}`],
      ['start', `le${today}`],
    ] as const
    return {
      at,
      instead: `start=ge${today}&start=le${today}: two dates, from today on, the first with ge and the last with le`,
      mend: (asked) => withParameters(asked, both),
    }
  }
  switch (name) {
    case 'start':
      return one(`ge${day}`, `start=ge${day} or start=ge${day}T09:00:00+00:00, once, with the offset that holds that day`)
    case 'end':
      return one(`le${day}`, `end=le${day} or end=le${day}T17:00:00+00:00, once, not before start and at most 14 days after it`)
    case 'status':
      return one('free', 'status=free')
    case '_include':
      return one('Slot:schedule', '_include=Slot:schedule')
    case 'service.identifier':
      return one(`${SYSTEMS.dosServiceId}|1234567890`, `service.identifier=${SYSTEMS.dosServiceId}|{id}, once`)
    default:
      return one(`${system}|${value}`, `${name}=${system}|{value}, once, in this case`)
  }
}

const RULES: Record<string, readonly [requirement: string, rule: string]> = {
  start: ['SLOT-01', 'start is sent once, with the prefix ge, and is a date or a date and time with its offset (never Z).'],
  end: ['SLOT-03', 'end is sent once, with the prefix le, not before start, and at most 14 days after it.'],
  status: ['SLOT-01', 'Only free slots can be searched.'],
  _include: ['SLOT-01', 'Slots come with their Schedules, and a search says so.'],
  'service.identifier': ['SLOT-10', 'A service is named once, by its DOS id.'],
}

const row = (name: string, [requirement, rule]: readonly [string, string]): Row => ({
  says: new RegExp(`^Search parameter ${name.replace('.', '\\.')} `),
  requirement,
  rule,
  explain: (_found, request, context) => parameter(name, request, context),
})

export const QUERY_ROWS: readonly Row[] = [
  {
    says: /^Missing search parameter: (.*)\.$/,
    requirement: 'SLOT-01',
    rule: 'A search has start, end, status and _include. Case matters: Start is another parameter, which is ignored.',
    explain: ([, names = ''], request, context) => names.split(', ').map((name) => parameter(name, request, context)),
  },
  {
    says: /^Search parameter start must (?:be sent (?:once|twice),? (?:with|once)|not be in the past|.*with `le` must)/,
    requirement: 'APT-08',
    rule: "A patient's appointments are retrieved for days from today on: start twice, once with ge and once with le.",
    explain: (_found, request, context) => parameter('start', request, context),
  },
  {
    says: /^Search parameter start with `le`/,
    requirement: 'APT-08',
    rule: 'The last day is not before the first.',
    explain: (_found, request, context) => parameter('start', request, context),
  },
  ...Object.entries(RULES).map(([name, rule]) => row(name, rule)),
  {
    says: /^Search parameter identifier does not hold a valid NHS number/,
    requirement: 'PAT-01',
    rule: 'An NHS number is ten digits, without blanks, of which the last one is the check digit.',
    explain: (_found, request, context) => parameter('identifier', request, context),
  },
  {
    says: /^Search parameter identifier must be sent once at most/,
    requirement: 'ORG-05',
    rule: 'Services are found by their DOS id, or all of them by none.',
    explain: (_found, request, context) => parameter('identifier', request, context),
  },
  {
    says: /^Search parameter identifier must be sent once/,
    requirement: 'PAT-01',
    rule: 'identifier is sent once. Case matters: Identifier is another parameter, which is ignored.',
    explain: (_found, request, context) => parameter('identifier', request, context),
  },
  {
    says: /^Search parameter identifier must be of the system/,
    requirement: 'PAT-01',
    rule: 'identifier is {system}|{value}, of the one system that this search has.',
    explain: (_found, request, context) => parameter('identifier', request, context),
  },
  {
    says: /^Search parameter identifier /,
    requirement: 'DIFF-04',
    rule: 'identifier has its system and a value.',
    explain: (_found, request, context) => parameter('identifier', request, context),
  },
]
