import { parseToken, type QueryParameter } from '../../fhir/query.ts'
import { type Dialect, type Difference, errorBy } from '../../nhs/dialect.ts'
import { SpineError } from '../../nhs/spine-errors.ts'

/** The value of `identifier={system}|{value}`, sent once (PAT-01, ORG-01, DIFF-04). */
export function decodeIdentifier(query: readonly QueryParameter[], system: string, dialect: Dialect): string {
  const values = query.filter(({ name }) => name === 'identifier').map(({ value }) => value)
  const [value] = values
  if (value === undefined || values.length > 1) throw new SpineError('BAD_REQUEST', 'Search parameter identifier must be sent once.')

  const token = parseToken(value)
  if (!token.system?.trim()) throw differing(dialect, 'find: a token without a system', `must be ${system}|[value]`)
  if (token.system !== system)
    throw new SpineError('INVALID_IDENTIFIER_SYSTEM', `Search parameter identifier must be of the system ${system}.`)
  if (!token.code.trim()) throw differing(dialect, 'find: a token with a blank value', 'must have a value')
  return token.code
}

function differing(dialect: Dialect, difference: Difference, expected: string): SpineError {
  return new SpineError(errorBy(dialect, difference) ?? 'INVALID_PARAMETER', `Search parameter identifier ${expected}.`)
}
