/** One `name=value` of a query, decoded, in the order sent. */
export type QueryParameter = {
  name: string
  value: string
  /** Its percent-encoding stands for no text: `name` and `value` are then as they were sent. */
  malformed: boolean
}

/**
 * The query of a URL, without its question mark. A raw `+` stays one: before an offset (`start=ge2026-07-01T09:00:00+01:00`)
 * it is no blank (SLOT-04).
 */
export function parseQuery(rawQuery: string): QueryParameter[] {
  return rawQuery
    .split('&')
    .filter((part) => part !== '')
    .map(parseParameter)
}

function parseParameter(part: string): QueryParameter {
  const equals = part.indexOf('=')
  const rawName = equals === -1 ? part : part.slice(0, equals)
  const rawValue = equals === -1 ? '' : part.slice(equals + 1)
  const name = decode(rawName)
  const value = decode(rawValue)
  return name === undefined || value === undefined
    ? { name: name ?? rawName, value: rawValue, malformed: true }
    : { name, value, malformed: false }
}

/** NUL is refused with what does not decode: no parameter has use for it, and PostgreSQL cannot take it. */
function decode(raw: string): string | undefined {
  try {
    const text = decodeURIComponent(raw)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

/** A token parameter: `system|code`, split at the first `|`; without one, the system is undefined. */
export function parseToken(value: string): { system: string | undefined; code: string } {
  const bar = value.indexOf('|')
  return bar === -1 ? { system: undefined, code: value } : { system: value.slice(0, bar), code: value.slice(bar + 1) }
}
