import type { FreeSlotSearch } from '../../appointments/search-free-slots.ts'
import { parseToken, type QueryParameter } from '../../fhir/query.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import { endOf, formatLocalDateTime, momentOf, parseLocalDate } from '../../nhs/local-time.ts'
import { SpineError } from '../../nhs/spine-errors.ts'

const FORTNIGHT = 14 * 24 * 3_600_000

/** A `start` or `end` as sent: the moments it spans, and what local clocks and calendar show at its beginning. */
type RangeEnd = { first: Date; last: Date; wholeDay: boolean; local: number }

export const SERVICE_INCLUDE = 'Schedule:actor:HealthcareService'

/** Whether the search asks for one service, on or off, well or badly (SLOT-10). */
export function asksForService(query: readonly QueryParameter[]): boolean {
  return query.some(({ name }) => name === 'service.identifier')
}

/**
 * SLOT-01..04, SLOT-07, SLOT-10: the parameters of a free slot search. Throws the refusal; unknown parameters are ignored (GEN-12), and
 * those of service filtering where it is off.
 */
export function decodeSlotSearch(
  query: readonly QueryParameter[],
  options: { serviceFiltering: boolean },
): Omit<FreeSlotSearch, 'practice'> {
  const valuesOf = (name: string) => query.filter((parameter) => parameter.name === name).map(({ value }) => value)

  const missing = ['start', 'end', 'status', '_include'].filter((name) => valuesOf(name).length === 0)
  if (missing.length > 0) throw new SpineError('BAD_REQUEST', `Missing search parameter: ${missing.join(', ')}.`)

  const includes = [...valuesOf('_include'), ...valuesOf('_include:recurse')]
  if (valuesOf('status').some((status) => status !== 'free')) throw invalid('status', 'must be `free`')
  if (!includes.includes('Slot:schedule')) throw invalid('_include', 'must be `Slot:schedule`')

  const start = decodeRangeEnd('start', 'ge', valuesOf('start'))
  const end = decodeRangeEnd('end', 'le', valuesOf('end'))
  // A whole day ends as the next begins.
  if (end.last < start.first || (end.wholeDay && end.last <= start.first)) throw invalid('end', 'must not be before `start`')
  if (end.local - start.local > FORTNIGHT) throw invalid('end', 'must be at most 14 days after `start`')

  const filters = valuesOf('searchFilter').map(parseToken)
  const services = options.serviceFiltering ? valuesOf('service.identifier') : []
  return {
    from: start.first,
    to: end.last,
    asker: {
      organisationTypes: filters.flatMap(({ system, code }) => (system === SYSTEMS.organisationType ? [code] : [])),
      organisationCodes: filters.flatMap(({ system, code }) => (system === SYSTEMS.odsOrganisationCode ? [code] : [])),
    },
    ...(services.length > 0 && { dosServiceId: decodeService(services) }),
    include: {
      practitioners: includes.includes('Schedule:actor:Practitioner'),
      locations: includes.includes('Schedule:actor:Location'),
      services: options.serviceFiltering && includes.includes(SERVICE_INCLUDE),
    },
  }
}

function decodeService(values: readonly string[]): string {
  const [value = ''] = values
  const { system, code } = parseToken(value)
  if (values.length > 1 || system !== SYSTEMS.dosServiceId || code.trim() === '') {
    throw invalid('service.identifier', `must be sent once, as ${SYSTEMS.dosServiceId}|[id]`)
  }
  return code
}

function invalid(name: string, expected: string): SpineError {
  return new SpineError('INVALID_PARAMETER', `Search parameter ${name} ${expected}.`)
}

function decodeRangeEnd(name: 'start' | 'end', prefix: 'ge' | 'le', values: readonly string[]): RangeEnd {
  const [value = ''] = values
  if (values.length > 1) throw invalid(name, 'must be sent once')
  if (!value.startsWith(prefix)) throw invalid(name, `must begin with \`${prefix}\``)

  const end = parseRangeEnd(value.slice(prefix.length))
  if (!end) throw invalid(name, 'must be yyyy-mm-dd or yyyy-mm-ddThh:mm:ss+hh:mm, a real date with its offset')
  return end
}

/** A date stands for its whole local day (SLOT-02). Without offset, or with `Z`, a time is malformed. */
function parseRangeEnd(text: string): RangeEnd | undefined {
  const date = parseLocalDate(text)
  if (date) return { first: momentOf(date), last: endOf(date), wholeDay: true, local: Date.parse(`${date}T00:00:00Z`) }

  if (!/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d[+-]\d{2}:\d{2}$/.test(text)) return undefined
  const moment = new Date(text)
  if (parseLocalDate(text.slice(0, 10)) === undefined || Number.isNaN(moment.getTime())) return undefined
  return { first: moment, last: moment, wholeDay: false, local: Date.parse(`${formatLocalDateTime(moment).slice(0, 19)}Z`) }
}
