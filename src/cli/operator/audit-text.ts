/** Texts of the audit trail, made fit to be shown: much of it is whatever a caller sent. */

/** Ten digits by themselves, also in groups and after an escape in an address. An id that has ten digits among other characters is none. */
const NHS_NUMBER = /(?<=^|[^0-9A-Za-z]|%[0-9A-Fa-f]{2})\d{3}(?:[ +-]|%20)?\d{3}(?:[ +-]|%20)?\d{4}(?![0-9A-Za-z])/g

/** NHS numbers with all but their last four digits hidden; wrong ones too, for they are near a right one. */
export function masked(text: string): string {
  return text.replace(NHS_NUMBER, (number) => `******${number.slice(-4)}`)
}

/** Without what would move the cursor, change a colour or turn the line round on a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')
}

/** As JSON on one line, its control characters escaped. `show` is given every text within. */
export function jsonLine(value: object, show: (text: string) => string = (text) => text): string {
  const json = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? show(part) : part))
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join(''),
  )
}
