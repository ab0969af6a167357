import type { SavedFederation } from '../../consumer/index.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { findFederation, openFederations } from './federation-named.ts'
import { damagedText, filterText } from './federations-text.ts'
import type { Io } from './io.ts'
import { facts, paintsFor, table } from './layout.ts'

type Options = { config?: string; json?: true }

/** Those that are sound, and beside them what is wrong with the others. */
export async function listFederations(io: Io, options: Options): Promise<ExitCode> {
  const { directory, store } = await openFederations(io, options.config)
  const { federations, damaged } = await store.list()
  const paints = paintsFor(io)
  if (options.json) io.print(JSON.stringify({ federations, damaged }, undefined, 2))
  else if (federations.length === 0)
    io.print(`No federation is saved in ${directory}. "gpa federations import FILE" takes one from CSV or JSON.`)
  else {
    const rows = federations.map(({ id, name, practices, defaultFilter }) => [
      paints.strong(id),
      name,
      `${practices.length}`,
      filterText(defaultFilter) ?? '',
    ])
    io.print(table(['Id', 'Name', 'Practices', 'Default filter'], rows, paints))
  }
  if (!options.json) for (const one of damaged) io.printError(`${paints.bad('✗')} ${damagedText(one)}`)
  return damaged.length > 0 ? EXIT.refused : EXIT.done
}

export async function showFederation(io: Io, name: string, options: Options): Promise<ExitCode> {
  const found = await findFederation(await openFederations(io, options.config), name)
  if ('damaged' in found) {
    io.printError(damagedText(found.damaged))
    return EXIT.refused
  }
  io.print(options.json ? JSON.stringify(found.federation, undefined, 2) : federationText(io, found.federation))
  return EXIT.done
}

function federationText(io: Io, { id, name, practices, defaultFilter }: SavedFederation): string {
  const paints = paintsFor(io)
  const head = [
    ['Id', id],
    ['Default filter', filterText(defaultFilter)],
  ] as const
  const rows = practices.map(({ odsCode, name, note = '' }) => [odsCode, name, note])
  return [paints.strong(name), facts(head, paints), '', table(['Code', 'Practice', 'Note'], rows, paints)].join('\n')
}
