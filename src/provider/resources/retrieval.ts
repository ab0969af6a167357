import type { QueryParameter } from '../../fhir/query.ts'
import { endOf, type LocalDate, localDateOf, momentOf, parseLocalDate } from '../../nhs/local-time.ts'
import { SpineError } from '../../nhs/spine-errors.ts'

/** APT-08: `start=ge{date}&start=le{date}`, each once, dates only, from today on. `to` is where the last day ends. */
export function decodeRetrieval(query: readonly QueryParameter[], now: Date): { from: Date; to: Date } {
  const values = query.filter(({ name }) => name === 'start').map(({ value }) => value)
  const [first, last] = [decodeDay(values, 'ge'), decodeDay(values, 'le')]
  if (values.length > 2) throw invalid('must be sent twice, once with `ge` and once with `le`')
  if (first < localDateOf(now)) throw invalid('must not be in the past')
  if (last < first) throw invalid('with `le` must not be before the one with `ge`')
  return { from: momentOf(first), to: endOf(last) }
}

function decodeDay(values: readonly string[], prefix: 'ge' | 'le'): LocalDate {
  const found = values.filter((value) => value.startsWith(prefix))
  const day = parseLocalDate(found[0]?.slice(prefix.length) ?? '')
  if (found.length !== 1 || day === undefined) throw invalid(`must be sent once with \`${prefix}\` and a date, yyyy-mm-dd`)
  return day
}

function invalid(expected: string): SpineError {
  return new SpineError('INVALID_PARAMETER', `Search parameter start ${expected}.`)
}
