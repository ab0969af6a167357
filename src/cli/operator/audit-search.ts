import { type FoundInTrail, searchTrail } from '../../audit/search-trail.ts'
import type { EntryFilter } from '../../audit/store/search-entries.ts'
import { parseNhsNumber } from '../../nhs/nhs-number.ts'
import type { CommandIo } from '../../postgres/holder-socket.ts'
import { sqlstate } from '../../postgres/statement-error.ts'
import type { SearchOptions } from './audit-commands.ts'
import { entryTable, whatWasSearched } from './audit-search-layout.ts'
import { jsonLine, masked } from './audit-text.ts'
import type { OperatorDeps } from './run-operator-command.ts'

/** PostgreSQL's query_canceled: its time-out. */
const TOOK_TOO_LONG = '57014'

export async function search({ db }: OperatorDeps, io: CommandIo, options: SearchOptions): Promise<number> {
  const filter = filterOf(options)
  if (filter === undefined) {
    // Said without the number: what is wrong may be one digit of it.
    io.write('stderr', 'error: --nhs-number takes ten digits with a correct check digit.\n')
    return 2
  }
  const { practice: chains, limit } = options
  try {
    const found = await searchTrail(db, { ...(chains && { chains }), filter, limit })
    tell(io, found, { ...options, searched: whatWasSearched(chains, filter) })
    return 0
  } catch (error) {
    if (sqlstate(error) !== TOOK_TOO_LONG) throw error
    io.write('stderr', 'The search took too long: name practices, or days by --from and --to.\n')
    return 1
  }
}

function tell(io: CommandIo, { entries, more }: FoundInTrail, of: SearchOptions & { searched: string }): void {
  const show = of.showNhsNumbers ? (text: string) => text : masked
  if (of.json)
    for (const { chain, number, entry } of entries) io.write('stdout', `${jsonLine({ practice: chain, number, ...entry }, show)}\n`)
  else if (entries.length > 0) io.write('stdout', `${entryTable(entries, { show, columns: io.columns })}\n\n`)

  const found =
    entries.length === 0
      ? 'No entry was found'
      : `${more ? 'The newest ' : ''}${entries.length.toLocaleString('en-GB')}${more ? ' of more' : ' found'}`
  io.write(of.json ? 'stderr' : 'stdout', `${found}: ${of.searched}.${more ? ' Narrow it, or raise --limit.' : ''}\n`)
}

function filterOf(options: SearchOptions): EntryFilter | undefined {
  const { patient, user, organisation, trace, interaction, refused, from, to } = options
  const nhsNumber = options.nhsNumber === undefined ? undefined : parseNhsNumber(options.nhsNumber.replace(/[\s-]/g, ''))
  if (options.nhsNumber !== undefined && nhsNumber === undefined) return undefined
  return {
    ...(patient !== undefined && { patient }),
    ...(nhsNumber !== undefined && { nhsNumber }),
    ...(user !== undefined && { user }),
    ...(organisation !== undefined && { organisation }),
    ...(trace !== undefined && { traceId: trace }),
    ...(interaction !== undefined && { interactionId: interaction }),
    ...(refused && { refused }),
    ...(from && { from }),
    ...(to && { to }),
  }
}
