import type { OdsImport } from '../../import/import-ods.ts'
import { KINDS, type PracticeImport } from '../../import/import-practice.ts'

const WIDTH = 11

/** What became of a practice's file, kind by kind; kinds that the file has none of are left out. */
export function practiceSummary({ odsCode, name, counts, notes }: PracticeImport): string {
  const rows = KINDS.flatMap((kind) => {
    const { added, updated, unchanged } = counts[kind]
    return added + updated + unchanged === 0 ? [] : [row(kind, [added, updated, unchanged].map(number))]
  })
  const changed = KINDS.some((kind) => counts[kind].added + counts[kind].updated > 0)
  return [
    `${name} (${odsCode})${changed ? '' : ' was in the book already: nothing changed'}`,
    ...(changed ? [row('', ['added', 'updated', 'unchanged']), ...rows] : []),
    ...notes.map(({ place, message }) => `  note: ${place}: ${message}`),
  ].join('\n')
}

export function odsSummary(of: OdsImport): string {
  const lines: [count: number, what: string][] = [
    [of.added, 'practices added'],
    [of.updated, 'updated'],
    [of.unchanged, 'unchanged'],
    [of.ownFile, 'left as they are: set up here already'],
    [of.notActive, 'left out: closed, dormant or proposed'],
    [of.otherSettings, 'left out: not GP practices'],
  ]
  return ['the national list of practices', ...lines.map(([count, what]) => `${number(count).padStart(WIDTH)}  ${what}`)].join('\n')
}

function row(kind: string, cells: readonly string[]): string {
  return `  ${kind.padEnd(13)}${cells.map((cell) => cell.padStart(WIDTH)).join('')}`
}

function number(count: number): string {
  return count.toLocaleString('en-GB')
}
