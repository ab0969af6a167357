import { extname } from 'node:path'
import { toFederationCsv, toFederationJson } from '../../consumer/index.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findFederation, openFederations } from './federation-named.ts'
import { damagedText, practicesText } from './federations-text.ts'
import type { Io } from './io.ts'
import { UsageFault } from './usage-fault.ts'

export type ExportOptions = { config?: string; csv?: true; json?: true; output?: string }

/** As `import` takes it: JSON, unless told or the file's name says so. */
export async function exportFederation(io: Io, name: string, options: ExportOptions): Promise<ExitCode> {
  if (options.csv && options.json) throw new UsageFault('Either --csv or --json.')
  const found = await findFederation(await openFederations(io, options.config), name)
  if ('damaged' in found) {
    io.printError(damagedText(found.damaged))
    return EXIT.refused
  }
  const { federation } = found
  const isCsv = options.csv ?? (!options.json && extname(options.output ?? '').toLowerCase() === '.csv')
  const text = isCsv ? toFederationCsv(federation.practices) : toFederationJson(federation)
  if (options.output === undefined) io.print(text.trimEnd())
  else {
    await io.writeFile(options.output, text)
    io.printError(`Wrote ${practicesText(federation)} to ${options.output}.`)
  }
  if (isCsv && Object.keys(federation.defaultFilter).length > 0)
    io.printError('The default filter is not in it: CSV holds practices alone.')
  return EXIT.done
}
