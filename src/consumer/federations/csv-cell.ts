/** How a formula begins in spreadsheets, written wide too, where a cell is read as one. */
const FORMULA = '[=+\\-@＝＋－＠]'
const NEEDS_GUARD = new RegExp(`^'*${FORMULA}`)
const IS_GUARDED = new RegExp(`^''*${FORMULA}`)

/**
 * A text as a cell, so that a spreadsheet runs none as a formula: one that begins like a formula gets an apostrophe before it, and so does
 * what would be taken for such a one when it is read back. Quoted too where another separator, or any quotation mark, is in it.
 */
export function toCell(text: string): string {
  const guarded = NEEDS_GUARD.test(text) ? `'${text}` : text
  return /[",;\t\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** What `toCell` was given, once quotation marks are read. */
export function readCell(cell: string): string {
  const text = cell.trim()
  return IS_GUARDED.test(text) ? text.slice(1) : text
}
