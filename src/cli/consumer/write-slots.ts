import type { Offer } from '../../consumer/index.ts'
import type { Io } from './io.ts'
import { SLOT_COLUMNS, type SlotColumn } from './slot-columns.ts'

/** RFC 4180. A file begins with a byte order mark, without which spreadsheets misread names such as Zoë. */
export async function writeCsv(io: Io, path: string, offers: readonly Offer[]): Promise<void> {
  const rows = [SLOT_COLUMNS.map(({ head }) => head), ...offers.map((offer) => SLOT_COLUMNS.map((column) => csvText(column, offer)))]
  const text = rows.map((cells) => cells.map(csvCell).join(',')).join('\r\n')
  if (path === '-') io.print(text)
  else await written(io, path, { content: `\uFEFF${text}\r\n`, slots: offers.length })
}

function csvText(column: SlotColumn, offer: Offer): string {
  if ('when' in column) return column.when(offer).slice(0, 16).replace('T', ' ')
  return 'number' in column ? `${column.number(offer)}` : inertText(column.text(offer) ?? '')
}

function csvCell(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A practice fills its texts as it likes, and spreadsheets carry out what looks like a formula, written wide too. */
function inertText(text: string): string {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(text) ? `'${text}` : text
}

/** Moments are dates of the spreadsheet, by UK clocks; texts are texts, whatever they look like. */
export async function writeXlsx(io: Io, path: string, offers: readonly Offer[]): Promise<void> {
  const { default: writeExcelFile } = await import('write-excel-file/node')
  const heads = SLOT_COLUMNS.map(({ head }) => ({ value: head, type: String, fontWeight: 'bold' as const }))
  const rows = offers.map((offer) => SLOT_COLUMNS.map((column) => xlsxCell(column, offer)))
  const columns = SLOT_COLUMNS.map(({ width }) => ({ width }))
  const sheet = writeExcelFile([heads, ...rows], { columns, sheet: 'Free slots', stickyRowsCount: 1 })
  await written(io, path, { content: await sheet.toBuffer(), slots: offers.length })
}

function xlsxCell(column: SlotColumn, offer: Offer) {
  if ('number' in column) return { value: column.number(offer), type: Number }
  // A spreadsheet's dates have no zone: what clocks show there is what they are to show here.
  if ('when' in column) return { value: new Date(`${column.when(offer).slice(0, 19)}Z`), type: Date, format: 'ddd dd/mm/yyyy hh:mm' }
  return { value: column.text(offer) ?? '', type: String }
}

async function written(io: Io, path: string, of: { content: string | Uint8Array; slots: number }): Promise<void> {
  await io.writeFile(path, of.content)
  io.printError(`${path}: ${of.slots} slots`)
}
