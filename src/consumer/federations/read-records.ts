import type { FederationFault } from './federation-fault.ts'

/** `line` is where it begins. */
export type CsvRecord = { cells: string[]; line: number }

/** Every line with something in it, up to where the text stops being CSV. */
export async function readRecords(
  text: string,
  { separator, linesBefore }: { separator: string; linesBefore: number },
): Promise<{ records: CsvRecord[]; fault?: FederationFault }> {
  // Loaded here: only an import needs it.
  const { CsvError, parse } = await import('csv-parse/sync')
  const records: CsvRecord[] = []
  try {
    // Of two characters that end a line within a cell, the parser counts each.
    parse(text.replaceAll(/\r\n?/g, '\n'), {
      delimiter: separator,
      relax_column_count: true,
      trim: true,
      on_record(cells: string[], { lines }) {
        // It counts to where the record ends, which is further down where a cell has lines of its own.
        const line = linesBefore + lines - cells.join('').split('\n').length + 1
        if (cells.some((cell) => cell.trim() !== '')) records.push({ cells, line })
        return null
      },
    })
    return { records }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const at = typeof error.lines === 'number' ? error.lines : 1
    return { records, fault: { place: `line ${linesBefore + at}`, message: 'is not CSV: a quotation mark is missing or misplaced' } }
  }
}
