const MARK = 'Qvmark'

/** A name or a text that no log and no refusal may hold (SEC-07, ERR-01): nothing else looks like it. */
export const marked = (what: string): string => `${MARK}${what}`

/** Marked texts, the test range of NHS numbers, and a token as it is sent: its header always begins so. */
const SECRET = new RegExp(`${MARK}|\\b999\\d{7}\\b|eyJhbGci`, 'i')

export function holdsSecret(text: string): boolean {
  return SECRET.test(text)
}
