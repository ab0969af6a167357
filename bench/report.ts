import { cpus } from 'node:os'
import Table from 'cli-table3'
import { type FederationFigures, federationPromises } from './federation.ts'
import type { LookUpFigures } from './look-ups.ts'
import { median } from './median.ts'
import type { MixedFigures } from './mixed-load.ts'
import type { PgbenchFigures } from './pgbench.ts'
import type { Measured } from './rounds.ts'
import type { SspFigures } from './ssp.ts'
import type { StartUp } from './start-up.ts'
import { webText } from './web/web-text.ts'
import type { WebFigures } from './web.ts'

export type Report = {
  machine: { cores: number; processor: string; system: string; node: string; postgresql: string; connections: number }
  interactions: { name: string; measured: Measured; pgbench: PgbenchFigures; poolSize: number }[]
  mixed?: MixedFigures
  lookUps: LookUpFigures[]
  ssp?: SspFigures
  federation?: FederationFigures
  web?: WebFigures
  startUps: StartUp[]
}

export function machineOf(postgresql: string, connections: number): Report['machine'] {
  const [first] = cpus()
  return {
    cores: cpus().length,
    processor: first?.model ?? 'unknown',
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    postgresql,
    connections,
  }
}

const AIM = 0.6

export function textOf({ machine, interactions, mixed, lookUps, ssp, federation, web, startUps }: Report): string {
  const { cores, processor, system, node, postgresql, connections } = machine
  const parts = [
    `${cores} cores (${processor}), ${system}, Node ${node}, PostgreSQL ${postgresql}, all on this machine.`,
    `${connections} requests at a time.`,
  ]
  for (const interaction of interactions) parts.push('', ...interactionText(interaction))
  if (mixed) parts.push('', ...mixedText(mixed))
  if (lookUps.length > 0) parts.push('', ...lookUpsText(lookUps))
  if (ssp) parts.push('', sspText(ssp))
  if (federation) parts.push('', ...federationText(federation))
  if (web) parts.push('', ...webText(web))
  if (startUps.length > 0) parts.push('', startUpText(startUps))
  return `${parts.join('\n')}\n`
}

function interactionText({ name, measured, pgbench, poolSize }: Report['interactions'][number]): string[] {
  const { provider, limit, ratio, lowest, highest, rounds, requests } = measured
  const table = new Table({
    head: [name, 'per second', 'p50 ms', 'p99 ms', 'CPU ms each'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  })
  for (const [label, side] of [
    ['provider', provider],
    ['limit: the same SQL, the same bytes', limit],
  ] as const) {
    table.push([label, side.perSecond.toFixed(0), side.p50.toFixed(1), side.p99.toFixed(1), side.cpu?.toFixed(2) ?? '-'])
  }
  table.push(['pgbench, the same SQL alone', 'skipped' in pgbench ? pgbench.skipped : pgbench.perSecond.toFixed(0), '', '', ''])
  const spread = `${lowest.toFixed(2)} to ${highest.toFixed(2)} in ${rounds} rounds of ${requests} requests`
  return [
    table.toString(),
    `Ratio to the limit: ${ratio.toFixed(2)} (${spread}; the aim is ${AIM}). Each has ${poolSize} connections to PostgreSQL.`,
  ]
}

/** PERF-01 asks for 250 ms of a command and 3 s of a query: ours are stricter. */
const MOST_MS = { command: 100, query: 250 } as const

function mixedText({ peak, halfPeak, memory, secondProcess }: MixedFigures): string[] {
  const table = new Table({
    head: ['Mixed load at half the peak', 'requests', 'p50 ms', 'p99 ms', 'at most'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  })
  for (const kind of ['command', 'query'] as const) {
    const { count, p50, p99 } = halfPeak[kind]
    table.push([kind === 'command' ? 'commands' : 'queries', count, p50.toFixed(1), p99.toFixed(1), MOST_MS[kind]])
  }
  const resident = memory.map(({ requests, megabytes }) => `${requests}: ${megabytes?.toFixed(0) ?? '-'}`).join(', ')
  return [
    table.toString(),
    `Peak of one process: ${peak.toFixed(0)} requests per second. Two processes take ${secondProcess.toFixed(2)} times as many.`,
    `Resident memory of the provider in MB, after so many requests: ${resident} (the aim is under 200, without growth).`,
  ]
}

function lookUpsText(figures: readonly LookUpFigures[]): string[] {
  const table = new Table({
    head: ['Look-ups in the directory, per second', 'FHIR', 'LDAP', 'limit: TLS echo', 'FHIR ratio', 'LDAP ratio'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
  })
  for (const { name, perSecond, ratio } of figures) {
    const { fhir, ldap, echo } = perSecond
    const label = name === 'cold' ? 'a new connection for each' : 'over kept connections'
    table.push([label, ...[fhir, ldap, echo].map((figure) => figure.toFixed(0)), ratio.fhir.toFixed(2), ratio.ldap.toFixed(2)])
  }
  return [table.toString(), 'A look-up is two questions. LDAP and the echo have mutual TLS; the FHIR API has a key instead.']
}

function sspText({ direct, through, ratio }: SspFigures): string {
  const added = (through - direct).toFixed(2)
  return `A request through the SSP takes ${through.toFixed(2)} ms where one straight to the provider takes ${direct.toFixed(2)} ms (kept connections, mutual TLS): ${added} ms more, ${ratio.toFixed(1)} times as long.`
}

function federationText(figures: FederationFigures): string[] {
  const { practices, deadlineMs, rounds, unconfined } = figures
  const table = new Table({
    head: [`Search of ${practices} practices`, 'figure', 'best', 'worst', 'at most', ''],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
  })
  for (const { name, unit, limit, figure, best, worst, holds } of federationPromises(figures)) {
    const decimals = unit === 'times' ? 3 : 0
    table.push([`${name}, ${unit}`, ...[figure, best, worst].map((of) => of.toFixed(decimals)), limit, holds ? 'holds' : 'is broken'])
  }
  const alone = (of: 'fastestMs' | 'slowestMs') => median(rounds.map((round) => round.alone[of])).toFixed(0)
  const { answered, failed, gaveUp } = rounds.at(-1)?.searched ?? {}
  return [
    table.toString(),
    `${rounds.length} rounds: ${answered} answered, ${failed} failed, ${gaveUp} did not answer. Alone, the fastest is shown after ${alone('fastestMs')} ms, the slowest after ${alone('slowestMs')} ms.`,
    `Who never answers is waited for until the deadline of ${deadlineMs} ms: the last answer is when all that there is has been shown.`,
    `Node keeps its young generation small (--max-semi-space-size=4); without that the process takes ${unconfined.toFixed(0)} MB.`,
  ]
}

function startUpText(startUps: readonly StartUp[]): string {
  const table = new Table({
    head: ['Start to first answer', 'seconds', 'at most'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right'],
  })
  for (const { name, seconds, limit } of startUps) table.push([name, seconds.toFixed(1), limit.toFixed(0)])
  return table.toString()
}
