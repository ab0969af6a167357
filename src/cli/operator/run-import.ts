import type { Readable } from 'node:stream'
import type { Fault } from '../../dataset/fault.ts'
import { parseJson } from '../../dataset/parse-json.ts'
import { decodePracticeValue } from '../../dataset/practice-file.ts'
import { decodeSpineValue } from '../../dataset/spine-file.ts'
import { importOds } from '../../import/import-ods.ts'
import { importPractice } from '../../import/import-practice.ts'
import { ImportRefused } from '../../import/import-refused.ts'
import type { Database } from '../../postgres/database.ts'
import type { ImportOptions } from './import-command.ts'
import { odsSummary, practiceSummary } from './import-summary.ts'
import { createProgress, type Progress } from './progress.ts'

export type RunImportDeps = {
  db: Database
  now: () => Date
  newId: () => string
  readFile: (path: string) => Promise<string>
  openFile: (path: string) => Readable
  write: (stream: 'stdout' | 'stderr', text: string) => void
  /** Somebody watches: progress is worth showing. */
  interactive: boolean
}

/** Every file in turn: one that is refused does not keep the others out. Returns the exit code. */
export async function runImport(deps: RunImportDeps, { files, ods }: ImportOptions): Promise<number> {
  const progress = createProgress(deps)
  const imports = [
    ...ods.map((file) => ({ file, run: () => importList(deps, file, progress) })),
    ...files.map((file) => ({ file, run: () => importJson(deps, file, progress) })),
  ]

  let refused = 0
  for (const { file, run } of imports) {
    try {
      const summary = await run()
      progress.clear()
      deps.write('stdout', `${file}: ${summary}\n`)
    } catch (error) {
      progress.clear()
      deps.write('stderr', `${file}: ${refusal(error)}\n`)
      refused += 1
    }
  }
  return refused > 0 ? 1 : 0
}

async function importList(deps: RunImportDeps, file: string, progress: Progress): Promise<string> {
  return odsSummary(await importOds(deps, () => deps.openFile(file), progress.show(file, 'organisations')))
}

async function importJson(deps: RunImportDeps, file: string, progress: Progress): Promise<string> {
  const json = parseJson(await deps.readFile(file))
  if ('faults' in json) throw new ImportRefused(json.faults)
  if (kindOf(json.value) === 'spine') return checkSpineFile(json.value)

  const decoded = decodePracticeValue(json.value)
  if ('faults' in decoded) throw new ImportRefused(decoded.faults)
  return practiceSummary(await importPractice(deps, decoded.file, progress.show(file, 'slots')))
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'kind') : undefined
}

function checkSpineFile(value: unknown): string {
  const decoded = decodeSpineValue(value)
  if ('faults' in decoded) throw new ImportRefused(decoded.faults)
  return 'a Spine file without a fault. The simulated Spine reads it when it starts; the appointment book takes nothing from it.'
}

function refusal(error: unknown): string {
  if (error instanceof ImportRefused) {
    const { faults } = error
    return `refused, and nothing of it was imported.\n${faults.map(line).join('\n')}\n${faults.length === 1 ? '1 fault' : `${faults.length} faults`}.`
  }
  // What the operating system says of a file: not there, not ours to read, a directory.
  if (error instanceof Error && 'syscall' in error && 'code' in error) return `could not be read (${String(error.code)}).`
  throw error
}

function line({ place, message }: Fault): string {
  return `  ${place}: ${message}`
}
