import type * as z from 'zod'

/** What is wrong, and where: `practices[3].odsCode`, or `line 4, ODS code`. */
export type FederationFault = { place: string; message: string }

/** `['practices', 3, 'odsCode']` as a reader of the file writes it; the whole of it is `(file)`. */
export function placeOf(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return text === '' ? '(file)' : text.replace(/^\./, '')
}

export function faultsOf(error: z.ZodError): FederationFault[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ place: placeOf([...issue.path, key]), message: 'is not a property that this format knows' }))
      : [{ place: placeOf(issue.path), message: messageOf(issue) }],
  )
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing'
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? `must be of type ${issue.expected}`
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid'))
    return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
  return issue.message
}

const TYPES: Partial<Record<string, string>> = {
  object: 'must be an object',
  array: 'must be a list',
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
}
