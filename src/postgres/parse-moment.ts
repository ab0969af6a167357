const digits = (text: string, at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/**
 * A timestamptz as a session in UTC writes it when it has no fraction, `2026-03-02 09:00:00+00`: much faster than the driver's
 * own parser, which reads whatever else PostgreSQL writes. A search reads hundreds.
 */
export function parseMoment(text: string, parseAny: (text: string) => unknown): unknown {
  // Of all that PostgreSQL writes, nothing else is as long and ends so: not a fraction, a fifth digit of the year, BC, nor infinity.
  if (text.length !== 22 || !text.endsWith('+00')) return parseAny(text)
  const year = digits(text, 0) * 100 + digits(text, 2)
  // Date.UTC takes a year below 100 for one of the last century.
  if (year < 100) return parseAny(text)
  return new Date(Date.UTC(year, digits(text, 5) - 1, digits(text, 8), digits(text, 11), digits(text, 14), digits(text, 17)))
}
