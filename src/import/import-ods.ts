import type { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { Fault } from '../dataset/fault.ts'
import { decodeListedEntry, type ListedEntry } from '../dataset/ods-practice-list.ts'
import { saveListedPractice } from '../directory/store/save-listed-practice.ts'
import type { Database } from '../postgres/database.ts'
import { ImportRefused } from './import-refused.ts'

export type ImportOdsDeps = { db: Database; newId: () => string }

export type OdsImport = {
  added: number
  updated: number
  unchanged: number
  /** Set up here already, so the list says nothing new of them. */
  ownFile: number
  notActive: number
  otherSettings: number
}

// Somebody who took the wrong file is told so, not shown all of it.
const MOST_FAULTS = 100

/**
 * The national list of practices. It is read twice: first for faults, any of which refuses it before anything is written;
 * then each practice is written in a transaction of its own, so that a run that is interrupted is finished by another.
 */
export async function importOds(
  deps: ImportOdsDeps,
  open: () => Readable,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<OdsImport> {
  const total = await checkList(open())
  const result: OdsImport = { added: 0, updated: 0, unchanged: 0, ownFile: 0, notActive: 0, otherSettings: 0 }
  let done = 0
  for await (const read of entriesOf(open())) {
    // It was whole a moment ago, so the file was changed in between.
    if ('faults' in read) throw new ImportRefused(read.faults)
    result[await save(deps, read.entry)] += 1
    done += 1
    onProgress(done, total)
  }
  return result
}

async function save(deps: ImportOdsDeps, entry: ListedEntry): Promise<keyof OdsImport> {
  if (!entry.isGpPractice) return 'otherSettings'
  if (entry.status !== 'active') return 'notActive'

  const { odsCode, name, address, telecom } = entry
  const practice = { odsCode, name, address, telecom, newOrganisationId: deps.newId(), newLocationId: deps.newId() }
  const outcome = await deps.db.transaction((tx) => saveListedPractice(tx, practice))
  return outcome === 'described by its own file' ? 'ownFile' : outcome
}

async function checkList(file: Readable): Promise<number> {
  const faults: Fault[] = []
  const lines = new Map<string, number>()
  let count = 0
  for await (const read of entriesOf(file)) {
    count += 1
    if ('faults' in read) faults.push(...read.faults)
    else {
      const earlier = lines.get(read.entry.odsCode)
      if (earlier !== undefined) faults.push({ place: `line ${read.line}, column 1`, message: `repeats the code of line ${earlier}` })
      lines.set(read.entry.odsCode, read.line)
    }
    if (faults.length >= MOST_FAULTS) break
  }
  if (count === 0) faults.push({ place: '(file)', message: 'is empty' })
  if (faults.length > 0) throw new ImportRefused(faults)
  return count
}

type Read = { entry: ListedEntry; line: number } | { faults: Fault[] }

async function* entriesOf(file: Readable): AsyncGenerator<Read> {
  const csv = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true })
  // Reading faults of the file reach the loop below through the parser.
  file.on('error', (error) => csv.destroy(error))
  file.pipe(csv)
  try {
    for await (const { record, info } of csv as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const decoded = decodeListedEntry(record, info.lines)
      yield 'faults' in decoded ? decoded : { entry: decoded.entry, line: info.lines }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    yield { faults: [{ place: `line ${csv.info.lines}`, message: 'is not CSV: a quotation mark is missing or misplaced' }] }
  } finally {
    file.destroy()
  }
}
