const INTEGER = /^-?(?:0|[1-9][0-9]*)$/
const POSITIVE = /^\+?[1-9][0-9]*$/
const DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/

const numberLike = (format: RegExp) => (text: string) => {
  const number = format.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : text
}

const READERS: ReadonlyMap<string, (text: string) => unknown> = new Map(
  Object.entries({
    boolean: (text: string) => (text === 'true' ? true : text === 'false' ? false : text),
    integer: numberLike(INTEGER),
    unsignedInt: numberLike(INTEGER),
    positiveInt: numberLike(POSITIVE),
    decimal: numberLike(DECIMAL),
  }),
)

/** The JSON of a `value` attribute. What does not fit its type stays text, which checkShape refuses with its path. */
export function readPrimitive(type: string, text: string): unknown {
  const read = READERS.get(type)
  return read ? read(text) : text
}
