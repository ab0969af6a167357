import type { Parameter } from './database.ts'

/**
 * Every parameter goes out as the text PostgreSQL reads for its type. The server's driver and the embedded one each
 * have their own conversions, which differ for a number in a text column or a Date: this one is used for both.
 */
export function parameterText(parameter: Parameter): string | null {
  if (parameter === null) return null
  if (parameter instanceof Date) return parameter.toISOString()
  if (typeof parameter === 'object') return `{${parameter.map(quoted).join(',')}}`

  return String(parameter)
}

function quoted(element: string): string {
  return `"${element.replace(/["\\]/g, '\\$&')}"`
}
