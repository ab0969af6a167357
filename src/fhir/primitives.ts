/** How STU3 writes each primitive in JSON. `expected` completes the sentence "expected ...". */
export type Primitive = { expected: string; accepts: (value: unknown) => boolean }

const LONGEST_STRING = 1024 * 1024
const LARGEST_INTEGER = 2 ** 31 - 1
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

// No year 0000, no years before Christ, no leap second: XML forbids the first, and neither Date nor a calendar has use for the rest.
const DAY = '(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])'
const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?'
const MOMENT = `${DAY}T${CLOCK}(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))`
const PARTIAL_DATE = '(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?'

/** XML has no way to write these characters, and PostgreSQL cannot store NUL. */
function isForbidden(code: number): boolean {
  return (code < 0x20 && code !== 0x9 && code !== 0xa && code !== 0xd) || code === 0xfffe || code === 0xffff
}

function isText(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > LONGEST_STRING || !/\S/.test(value) || !value.isWellFormed()) return false
  for (let index = 0; index < value.length; index += 1) {
    if (isForbidden(value.charCodeAt(index))) return false
  }
  return true
}

function isRealDay(text: string): boolean {
  if (text.length < 10) return true
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const isLeapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return Number(text.slice(8, 10)) <= (DAYS_IN_MONTH[month - 1] ?? 0) + (isLeapDay ? 1 : 0)
}

const text = (expected: string): Primitive => ({ expected, accepts: isText })

function pattern(source: string, expected: string): Primitive {
  const format = new RegExp(`^(?:${source})$`)
  return { expected, accepts: (value) => isText(value) && format.test(value) }
}

function dated(source: string, expected: string): Primitive {
  const { accepts } = pattern(source, expected)
  return { expected, accepts: (value) => accepts(value) && isRealDay(String(value)) }
}

const integer = (least: number, expected: string): Primitive => ({
  expected,
  accepts: (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= LARGEST_INTEGER,
})

function isBase64(value: unknown): boolean {
  if (!isText(value)) return false
  const compact = value.replace(/\s+/g, '')
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact)
}

export const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map(
  Object.entries({
    boolean: { expected: 'true or false, unquoted', accepts: (value) => typeof value === 'boolean' },
    integer: integer(-LARGEST_INTEGER - 1, 'a whole number of at most 32 bits, unquoted'),
    unsignedInt: integer(0, 'a whole number from 0 to 2147483647, unquoted'),
    positiveInt: integer(1, 'a whole number from 1 to 2147483647, unquoted'),
    decimal: { expected: 'a number, unquoted', accepts: (value) => typeof value === 'number' && Number.isFinite(value) },
    string: text('text with at least one visible character and no control characters'),
    markdown: text('text with at least one visible character and no control characters'),
    id: pattern('[A-Za-z0-9\\-.]{1,64}', 'an id: 1 to 64 letters, digits, hyphens or full stops'),
    code: pattern('\\S+(?: \\S+)*', 'a code: no blanks around it and only single ones within'),
    uri: pattern('\\S+', 'a URI without blanks'),
    oid: pattern('urn:oid:[0-2](?:\\.(?:0|[1-9][0-9]*))+', 'an OID such as urn:oid:1.2.3'),
    base64Binary: { expected: 'base64 text', accepts: isBase64 },
    time: pattern(CLOCK, 'a time such as 09:00:00'),
    date: dated(`${PARTIAL_DATE}|${DAY}`, 'a real date: yyyy, yyyy-mm or yyyy-mm-dd'),
    dateTime: dated(
      `${PARTIAL_DATE}|${DAY}|${MOMENT}`,
      'a real date (yyyy, yyyy-mm or yyyy-mm-dd), or a date and time with seconds and offset such as 2026-03-02T09:00:00+00:00',
    ),
    instant: dated(MOMENT, 'a real date and time with seconds and offset such as 2026-03-02T09:00:00+00:00'),
    xhtml: {
      expected: 'XHTML in one div element',
      accepts: (value) => isText(value) && /^\s*<div[\s>]/.test(value) && value.trimEnd().endsWith('</div>'),
    },
  } satisfies Record<string, Primitive>),
)
