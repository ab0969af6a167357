import type { FederationMember } from './federation.ts'
import type { FederationFault } from './federation-fault.ts'

/** What each column is called when it is written, and in lists that others made; case, blanks and signs do not matter. */
export const COLUMNS = {
  odsCode: { heading: 'ODS code', also: ['code', 'ods', 'practice code', 'organisation code'] },
  name: { heading: 'name', also: ['display name', 'practice', 'practice name', 'organisation name'] },
  note: { heading: 'note', also: ['notes'] },
} as const satisfies Record<keyof FederationMember, { heading: string; also: readonly string[] }>

export type Column = keyof typeof COLUMNS
const EVERY_COLUMN = Object.keys(COLUMNS) as Column[] // a literal, so it has no other keys

const SEPARATORS = [',', ';', '\t'] as const

/** The one by which the first line has most of the columns: spreadsheets write what is usual where they are used. */
export function separatorIn(heading: string): string {
  const known = SEPARATORS.map((separator) => ({
    separator,
    columns: heading.split(separator).filter((cell) => columnCalled(cell.replaceAll('"', ''))).length,
  }))
  return known.reduce((best, one) => (one.columns > best.columns ? one : best)).separator
}

function columnCalled(heading: string): Column | undefined {
  const plain = plainly(heading)
  return EVERY_COLUMN.find((column) => [COLUMNS[column].heading, ...COLUMNS[column].also].some((name) => plainly(name) === plain))
}

const plainly = (heading: string) => heading.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** `leftOut`: headings of columns that a federation has no place for. */
export type Heading = { at: Partial<Record<Column, number>>; width: number; leftOut: string[] }

export function readHeading(cells: readonly string[], line: number): { heading: Heading } | { faults: FederationFault[] } {
  const heading: Heading = { at: {}, width: cells.length, leftOut: [] }
  const faults: FederationFault[] = []
  const place = `line ${line}`
  for (const [index, cell] of cells.entries()) {
    const column = columnCalled(cell)
    if (column === undefined) {
      if (cell.trim() !== '') heading.leftOut.push(cell.trim())
    } else if (heading.at[column] === undefined) heading.at[column] = index
    else faults.push({ place, message: `has two columns that could be the ${COLUMNS[column].heading}: rename or remove one` })
  }
  for (const column of ['odsCode', 'name'] as const) {
    if (heading.at[column] !== undefined) continue
    faults.push({ place, message: `must name the columns, and none of them is called "${COLUMNS[column].heading}"` })
  }
  return faults.length > 0 ? { faults } : { heading }
}
