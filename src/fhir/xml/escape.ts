const PLAIN = /^[\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\x7e]*$/
/** What XML 1.0 cannot hold in any spelling. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

/** Within double quotes. Blanks other than the space are written by number: a reader would take them for spaces. */
export function escapeAttribute(text: string): string {
  if (PLAIN.test(text)) return text
  return writable(text).replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character)
}

export function escapeText(text: string): string {
  return writable(text).replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character)
}

/** GEN-15: what cannot be said is not said otherwise. */
function writable(text: string): string {
  if (UNWRITABLE.test(text) || !text.isWellFormed()) throw new Error('A text holds a character that XML cannot.')
  return text
}
