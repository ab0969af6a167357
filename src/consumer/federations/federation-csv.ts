import { readCell, toCell } from './csv-cell.ts'
import { COLUMNS, type Column, type Heading, readHeading, separatorIn } from './csv-columns.ts'
import { type FederationMember, MOST_PRACTICES } from './federation.ts'
import type { FederationFault } from './federation-fault.ts'
import { MOST_CHARACTERS, TOO_LARGE } from './federation-json.ts'
import { nameSchema, noteSchema, odsCodeSchema } from './federation-schema.ts'
import { type CsvRecord, readRecords } from './read-records.ts'

/** `leftOut`: headings of columns that were not taken over, which whoever imports should be told. */
export type FederationCsv = { practices: FederationMember[]; leftOut: readonly string[] }

/** A spreadsheet's list of practices in their order, or everything that is wrong with it. The first line names the columns. */
export async function readFederationCsv(text: string): Promise<FederationCsv | { faults: FederationFault[] }> {
  if (text.length > MOST_CHARACTERS) return { faults: [TOO_LARGE] }
  // Excel writes and reads such a line, which says what separates the cells.
  const [, named] = /^\uFEFF?sep=(.)\r?\n/.exec(text) ?? []
  const body = named === undefined ? text.replace(/^\uFEFF/, '') : text.slice(text.indexOf('\n') + 1)
  const separator = named ?? separatorIn(/^[^\r\n]*/.exec(body.trimStart())?.[0] ?? '')
  const { records, fault } = await readRecords(body, { separator, linesBefore: named === undefined ? 0 : 1 })

  const [first, ...rows] = records
  if (!first) return { faults: [fault ?? { place: '(file)', message: 'is empty' }] }
  const read = readHeading(first.cells.map(readCell), first.line)
  const faults = 'faults' in read ? read.faults : []
  const practices = 'heading' in read ? readRows(rows, read.heading, faults) : []
  if (fault) faults.push(fault)
  if (faults.length > 0 || 'faults' in read) return { faults }
  if (practices.length === 0) return { faults: [{ place: '(file)', message: 'lists no practice' }] }
  return { practices, leftOut: read.heading.leftOut }
}

function readRows(rows: readonly CsvRecord[], heading: Heading, faults: FederationFault[]): FederationMember[] {
  if (rows.length > MOST_PRACTICES) faults.push({ place: '(file)', message: `must list ${MOST_PRACTICES} practices at most` })
  const lines = new Map<string, number>()
  return rows.slice(0, MOST_PRACTICES).flatMap((row) => {
    const { line } = row
    const found = faults.length
    const practice = readRow(row, heading, faults)
    const code = readCell(row.cells[heading.at.odsCode ?? -1] ?? '')
    const earlier = lines.get(code)
    if (earlier === undefined) lines.set(code, line)
    else if (code !== '') faults.push({ place: placeIn(line, 'odsCode'), message: `repeats the code of line ${earlier}` })
    return practice && faults.length === found ? [practice] : []
  })
}

function readRow({ cells, line }: CsvRecord, { at, width }: Heading, faults: FederationFault[]): FederationMember | undefined {
  if (cells.slice(width).some((cell) => cell.trim() !== '')) {
    faults.push({ place: `line ${line}`, message: `has ${cells.length} cells, and the first line names ${width} columns` })
  }
  const textAt = (column: Column) => readCell(cells[at[column] ?? -1] ?? '')
  const [odsCode, name] = [odsCodeSchema.safeParse(textAt('odsCode')), nameSchema.safeParse(textAt('name'))]
  const note = textAt('note') === '' ? undefined : noteSchema.safeParse(textAt('note'))
  for (const [column, parsed] of [['odsCode', odsCode] as const, ['name', name] as const, ['note', note] as const]) {
    for (const { message } of parsed?.error?.issues ?? []) faults.push({ place: placeIn(line, column), message })
  }
  if (!odsCode.success || !name.success) return undefined
  return { odsCode: odsCode.data, name: name.data, ...(note?.data !== undefined && { note: note.data }) }
}

const placeIn = (line: number, column: Column) => `line ${line}, ${COLUMNS[column].heading}`

/** With a byte order mark, without which spreadsheets take UTF-8 for something else. The federation's name and filter are not in it. */
export function toFederationCsv(practices: readonly FederationMember[]): string {
  const rows = practices.map(({ odsCode, name, note = '' }) => [odsCode, name, note].map(toCell).join(','))
  const heading = [COLUMNS.odsCode, COLUMNS.name, COLUMNS.note].map((column) => column.heading).join(',')
  return `\uFEFF${[heading, ...rows].map((line) => `${line}\r\n`).join('')}`
}
