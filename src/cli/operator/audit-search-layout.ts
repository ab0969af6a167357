import type { AuditEntry, Chain } from '../../audit/entry.ts'
import type { EntryFilter, FoundEntry } from '../../audit/store/search-entries.ts'
import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'
import { formatLocalDateTime } from '../../nhs/local-time.ts'
import { masked, printable } from './audit-text.ts'
import { localTime } from './audit-time.ts'
import { table } from './practice-layout.ts'

const HEADS = ['When (UK)', 'Practice', 'No', 'Who', 'Organisation', 'Interaction', 'Outcome', 'Patient', 'Trace id']

const BETWEEN_COLUMNS = 2
const NARROWEST = 8

const SHORT_NAMES = new Map<string, string>(Object.entries(INTERACTION_IDS).map(([name, id]) => [id, name]))

/** As wide as the terminal, if it says how wide that is. */
export function entryTable(entries: readonly FoundEntry[], of: { show: (text: string) => string; columns: number | undefined }): string {
  const rows = entries.map((found) => row(found).map((cell) => printable(of.show(cell))))
  const widths = fitting(
    HEADS.map((head, at) => Math.max(head.length, ...rows.map((cells) => lengthOf(cells[at])))),
    of.columns,
  )
  return table(
    HEADS.map((head, at) => shortened(head, widths[at])),
    rows.map((cells) => cells.map((cell, at) => shortened(cell, widths[at]))),
  )
}

function row({ chain, number, entry }: FoundEntry): string[] {
  const { at, user, organisation, interactionId = '', patient, nhsNumber, traceId = '' } = entry
  const claimed = entry.admitted ? '' : '?'
  const who = user?.name ?? user?.id ?? user?.sdsUserId
  const from = organisation?.odsCode ?? organisation?.name
  return [
    localTime(at),
    chain,
    String(number),
    who === undefined ? '' : `${who}${claimed}`,
    from === undefined ? '' : `${from}${claimed}`,
    SHORT_NAMES.get(interactionId) ?? interactionId,
    outcome(entry),
    patient ?? nhsNumber ?? '',
    traceId,
  ].map(String)
}

function outcome({ status, code }: AuditEntry): string {
  return status === undefined ? 'no answer' : [status, code].filter(Boolean).join(' ')
}

/** The widest are narrowed first: ids and names, which their beginning tells apart. */
function fitting(widths: readonly number[], columns = Number.POSITIVE_INFINITY): number[] {
  const fit = [...widths]
  const total = () => fit.reduce((sum, width) => sum + width, BETWEEN_COLUMNS * (fit.length - 1))
  while (total() > columns) {
    // Times and numbers say nothing when they are cut.
    const widest = fit.reduce((best, width, at) => (at > 2 && width > (fit[best] ?? 0) ? at : best), 3)
    const width = fit[widest] ?? 0
    if (width <= NARROWEST) break
    fit[widest] = width - 1
  }
  return fit
}

function shortened(text: string, width = 0): string {
  return lengthOf(text) > width
    ? `${Array.from(text)
        .slice(0, width - 1)
        .join('')}…`
    : text
}

function lengthOf(text = ''): number {
  return Array.from(text).length
}

/** In words, for whoever wonders why nothing, or so much, was found. */
export function whatWasSearched(chains: readonly Chain[] | undefined, filter: EntryFilter): string {
  const { patient, nhsNumber, user, organisation, traceId, interactionId, refused, from, to } = filter
  const practices = chains?.map((chain) => (chain === '-' ? 'calls to no practice' : chain))
  return [
    practices ? `in ${practices.join(', ')}` : 'in every chain',
    patient !== undefined && `patient ${patient}`,
    nhsNumber !== undefined && `NHS number ${nhsNumber}`,
    user !== undefined && `user ${user}`,
    organisation !== undefined && `organisation ${organisation}`,
    traceId !== undefined && `trace ${traceId}`,
    interactionId !== undefined && `interaction ${SHORT_NAMES.get(interactionId) ?? interactionId}`,
    refused && 'refused',
    from && `from ${formatLocalDateTime(from)}`,
    to && `until ${formatLocalDateTime(to)}`,
  ]
    .filter((part) => typeof part === 'string')
    .map((part) => printable(masked(part)))
    .join(', ')
}
