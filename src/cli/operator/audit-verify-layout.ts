import type { ChainReport } from '../../audit/verify-chain.ts'
import type { Fault } from '../../audit/verify-faults.ts'
import type { TrailReport } from '../../audit/verify-trail.ts'
import type { HeadsFile } from './audit-heads-file.ts'
import { printable } from './audit-text.ts'
import { localTime } from './audit-time.ts'
import { table } from './practice-layout.ts'

/** Of more chains than this, those that are whole are only counted. */
const MOST_SHOWN = 20

export function reportText(report: TrailReport, of: { saved: HeadsFile | undefined; named: boolean }): string {
  const { chains } = report
  const shown = of.named || chains.length <= MOST_SHOWN ? chains : chains.filter(({ faults }) => faults.count > 0)
  return [
    ...(shown.length > 0 ? [chainTable(shown), ''] : []),
    ...chains.filter(({ faults }) => faults.count > 0).flatMap((one) => [...faultLines(one), '']),
    ...unauditedLines(report),
    verdict(chains),
    whatSavedHeadsSay(chains, of.saved),
  ].join('\n')
}

function chainTable(chains: readonly ChainReport[]): string {
  return table(
    ['Chain', 'Entries', 'From', 'To', 'Verdict'],
    chains.map(({ chain, entries, from, to, faults }) => [
      chain === '-' ? '- (no practice)' : chain,
      entries.toLocaleString('en-GB'),
      localTime(from),
      localTime(to),
      faults.count > 0 ? counted(faults.count, 'FAULT') : entries === 0 ? 'no entries' : 'whole',
    ]),
  )
}

function faultLines({ chain, faults }: ChainReport): string[] {
  const unlisted = faults.count - faults.items.length
  return [
    `${chain}: ${counted(faults.count, 'fault')}`,
    ...faults.items.map((fault) => `  ${faultText(fault)}`),
    ...(unlisted > 0 ? [`  and ${unlisted.toLocaleString('en-GB')} more`] : []),
  ]
}

export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case 'altered':
      if (fault.from !== fault.to) return `entries ${fault.from} to ${fault.to} do not fit their hashes: they were altered`
      return fault.from === 1
        ? 'entry 1 does not fit its hash: it was altered'
        : `entry ${fault.from} does not fit its hash: it was altered, or entry ${fault.from - 1} was, and given a new hash`
    case 'hash-altered':
      return `the hash of entry ${fault.number} was altered, and its content was not`
    case 'swapped':
      return `entries ${fault.numbers[0]} and ${fault.numbers[1]} have changed places`
    case 'missing':
      return `${range(fault)} missing; entry ${fault.unchecked}, which follows, cannot be checked`
    case 'tail-missing':
      return `at the end, ${range(fault)} missing`
    case 'all-missing':
      return `all its entries are missing: there were ${fault.to}`
    case 'misnumbered':
      return `an entry has the number ${fault.number}, which none can have`
    case 'head-missing':
      return `its head is missing; there are entries up to ${fault.last}`
    case 'head-behind':
      return `its head says that it ends at entry ${fault.head}, and there are entries up to ${fault.last}`
    case 'head-differs':
      return `its head has another hash than entry ${fault.number}: one of the two was altered`
    case 'not-as-saved':
      return `entry ${fault.number} is not the one that was there when the heads were saved: the chain was rewritten`
    case 'saved-missing':
      return `entry ${fault.number}, which was there when the heads were saved, is missing`
  }
}

function range({ from, to }: { from: number; to: number }): string {
  return from === to ? `entry ${from} is` : `entries ${from} to ${to} are`
}

function unauditedLines({ unaudited }: TrailReport): string[] {
  if (unaudited.count === 0) return []
  const unlisted = unaudited.count - unaudited.items.length
  return [
    `Notice: ${counted(unaudited.count, 'change')} of a record without an audit entry. The provider stopped, or could not write, between the change`,
    'and its answer; or the entry was removed, which is a fault above. Who made the change is kept with it:',
    table(
      ['Practice', 'When', 'Record', 'Who', 'Organisation', 'Trace id'],
      unaudited.items.map(({ practice, at, record, user = '', organisation = '', traceId }) =>
        [practice, localTime(at.toISOString()), record, user, organisation, traceId].map(printable),
      ),
    ),
    ...(unlisted > 0 ? [`and ${unlisted.toLocaleString('en-GB')} more`] : []),
    '',
  ]
}

/** What was proved, or was not. */
function verdict(chains: readonly ChainReport[]): string {
  const entries = chains.reduce((sum, one) => sum + one.entries, 0)
  const moments = chains.flatMap(({ from = [], to = [] }) => [from, to].flat()).sort()
  const [from, to] = [moments.at(0), moments.at(-1)]
  const faulty = chains.filter(({ faults }) => faults.count > 0)
  const faults = faulty.reduce((sum, one) => sum + one.faults.count, 0)
  const read = `${counted(chains.length, 'chain')}, ${entries.toLocaleString('en-GB')} ${entries === 1 ? 'entry' : 'entries'}${from && to ? `, from ${localTime(from)} to ${localTime(to)} (UK time)` : ''}`
  if (entries === 0 && faulty.length === 0) return 'Nothing was proved: there is no entry.'
  return faulty.length === 0
    ? `Whole: ${read}. Nothing within was altered, removed or put elsewhere.`
    : `NOT WHOLE: ${counted(faults, 'fault')} in ${counted(faulty.length, 'chain')}, of ${read}.`
}

function whatSavedHeadsSay(chains: readonly ChainReport[], saved: HeadsFile | undefined): string {
  if (!saved)
    return 'That no chain was rewritten whole, and no end taken off with its head, only heads saved before can prove: --save, --against.'
  const ofChains = saved.heads.filter((head) => chains.some(({ chain }) => chain === head.chain))
  const gone = chains.flatMap(({ faults }) => faults.items).filter(({ kind }) => kind === 'not-as-saved' || kind === 'saved-missing')
  const when = localTime(saved.savedAt.toISOString())
  return gone.length === 0
    ? `${counted(ofChains.length, 'head')} saved on ${when} still in place.`
    : `Of ${counted(ofChains.length, 'head')} saved on ${when}, ${gone.length} not in place.`
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-GB')} ${what}${count === 1 ? '' : what === 'FAULT' ? 'S' : 's'}`
}
