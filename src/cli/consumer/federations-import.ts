import { basename, extname } from 'node:path'
import {
  decodeFederation,
  type Federation,
  type FederationFault,
  type ReadFederationOutcome,
  readFederationCsv,
  readFederationJson,
} from '../../consumer/index.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { openFederations } from './federation-named.ts'
import { changesText, damagedText, faultsText, practicesText } from './federations-text.ts'
import type { Io } from './io.ts'
import { UsageFault } from './usage-fault.ts'

export type ImportOptions = { config?: string; name?: string; replace?: true }

/** What a file says. A spreadsheet says no filter, and its own name only where there is no better one. */
type Imported = { federation: Federation; from: 'json' | 'csv'; isNamed: boolean; leftOut: readonly string[] }

/** CSV or JSON. One that is there already is only replaced when that is wanted, and what changes is told first. */
export async function importFederation(io: Io, file: string, options: ImportOptions): Promise<ExitCode> {
  const { store } = await openFederations(io, options.config)
  const text = await io.readFile(file)
  if (text === undefined) throw new UsageFault(`There is no file ${file}.`)
  const imported = await readImport(file, text, options.name)
  if ('faults' in imported) {
    io.printError(`${file}: refused, and nothing of it was imported.\n${faultsText(imported.faults)}`)
    return EXIT.refused
  }
  if (imported.leftOut.length > 0) io.printError(`Columns that were not taken over: ${imported.leftOut.join(', ')}.`)

  const present = await store.read(imported.federation.id)
  const federation = completed(imported, present)
  const change = changeFrom(present, federation)
  if (change === 'none') {
    io.print(`${federation.id} is as this file says already.`)
    return EXIT.done
  }
  if (change && !options.replace) {
    io.printError(`${change}\nNothing was changed: add --replace to have it so, or give another --name.`)
    return EXIT.refused
  }

  const basedOn = present.kind === 'read' ? present.federation.version : present.kind === 'damaged' ? present.damaged.version : undefined
  const outcome = await store.save(federation, basedOn)
  if (outcome.kind === 'changed-meanwhile') {
    io.printError(`Somebody else has just saved or removed ${federation.id}, and nothing was changed now. Look at it, and try again.`)
    return EXIT.refused
  }
  if (change) io.printError(change)
  io.print(`${change ? 'Replaced' : 'Saved'} ${federation.id}: "${federation.name}", ${practicesText(federation)}.`)
  return EXIT.done
}

async function readImport(
  file: string,
  text: string,
  name: string | undefined,
): Promise<Imported | { faults: readonly FederationFault[] }> {
  if (isJson(file, text)) {
    const read = readFederationJson(text)
    if ('faults' in read || name === undefined) return 'faults' in read ? read : { ...read, from: 'json', isNamed: true, leftOut: [] }
    const { practices, defaultFilter } = read.federation
    const decoded = decodeFederation({ kind: 'federation', name, practices, defaultFilter })
    return 'faults' in decoded ? decoded : { ...decoded, from: 'json', isNamed: true, leftOut: [] }
  }
  const read = await readFederationCsv(text)
  if ('faults' in read) return read
  const called = name ?? basename(file, extname(file))
  const decoded = decodeFederation({ kind: 'federation', name: called, practices: read.practices })
  return 'faults' in decoded ? decoded : { ...decoded, from: 'csv', isNamed: name !== undefined, leftOut: read.leftOut }
}

/** By the file's name, or else by how it begins. */
function isJson(file: string, text: string): boolean {
  const kind = extname(file).toLowerCase()
  return kind === '.json' || (kind !== '.csv' && /^\uFEFF?\s*[{[]/.test(text))
}

/** What a spreadsheet does not say stays as it was. */
function completed({ federation, from, isNamed }: Imported, present: ReadFederationOutcome): Federation {
  if (from === 'json' || present.kind !== 'read') return federation
  const { name, defaultFilter } = present.federation
  return { ...federation, name: isNamed ? federation.name : name, defaultFilter }
}

/** Undefined for a new one. */
function changeFrom(present: ReadFederationOutcome, federation: Federation): string | undefined {
  if (present.kind === 'unknown') return undefined
  if (present.kind === 'damaged') return `${damagedText(present.damaged)}\nIt would be replaced as a whole.`
  const changes = changesText(present.federation, federation)
  if (changes.length === 0) return 'none'
  return [`There is a federation ${federation.id} already. After this it is:`, ...changes.map((change) => `  ${change}`)].join('\n')
}
