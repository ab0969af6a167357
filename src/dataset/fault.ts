import type { z } from 'zod'

/** What is wrong, and where: `patients[3].nhsNumber`. The message never repeats a value from the file, which may be somebody's. */
export type Fault = { place: string; message: string }

/** `['patients', 3, 'nhsNumber']` as a reader of the file writes it; the whole file is `(file)`. */
export function placeOf(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return text === '' ? '(file)' : text.replace(/^\./, '')
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing'
  if (issue.code === 'invalid_type') return `must be ${issue.expected === 'object' ? 'an object' : `of type ${issue.expected}`}`
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid'))
    return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
  return issue.message
}

export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ place: placeOf([...issue.path, key]), message: 'is not a property that this format knows' }))
      : [{ place: placeOf(issue.path), message: messageOf(issue) }],
  )
}
