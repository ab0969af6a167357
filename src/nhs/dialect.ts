import type { SpineErrorName } from './spine-errors.ts'

/** Which of the two columns of DIFFERENCES a provider answers by; the assured practice is the default. */
export type Dialect = 'assurance' | 'specification'

/** Where assured practice and the specification's text part (REQUIREMENTS, DIFF). `tolerated`: not refused. */
export const DIFFERENCES = {
  'register: a mandatory element or the system of an identifier is missing, or two telecoms of one use': {
    id: 'DIFF-01',
    assurance: 'BAD_REQUEST',
    specification: 'INVALID_RESOURCE',
  },
  'register: no NHS number': { id: 'DIFF-02', assurance: 'INVALID_NHS_NUMBER', specification: 'INVALID_RESOURCE' },
  'register: an invalid NHS number': { id: 'DIFF-02', assurance: 'INVALID_NHS_NUMBER', specification: 'INVALID_NHS_NUMBER' },
  'register: a further name or identifier': { id: 'DIFF-03', assurance: 'tolerated', specification: 'INVALID_RESOURCE' },
  'find: a token without a system': { id: 'DIFF-04', assurance: 'INVALID_PARAMETER', specification: 'INVALID_IDENTIFIER_SYSTEM' },
  'find: a token with a blank value': { id: 'DIFF-04', assurance: 'INVALID_PARAMETER', specification: 'INVALID_IDENTIFIER_VALUE' },
  'amend or cancel without If-Match': { id: 'DIFF-05', assurance: 'tolerated', specification: 'BAD_REQUEST' },
  'register: two registerPatient parameters': { id: 'DIFF-06', assurance: 'BAD_REQUEST', specification: 'INVALID_RESOURCE' },
  'token: a claim holds a resource of the wrong type': { id: 'DIFF-07', assurance: 'INVALID_RESOURCE', specification: 'BAD_REQUEST' },
} as const satisfies Record<string, Record<Dialect, SpineErrorName | 'tolerated'> & { id: string }>

export type Difference = keyof typeof DIFFERENCES

type Refusal<Row> = Exclude<Row, 'tolerated'>

/** The error that this dialect answers such a situation with; undefined when it tolerates it. */
export function errorBy(dialect: Dialect, difference: Difference): Refusal<(typeof DIFFERENCES)[Difference][Dialect]> | undefined {
  const error = DIFFERENCES[difference][dialect]
  return error === 'tolerated' ? undefined : error
}
