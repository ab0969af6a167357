import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Table from 'cli-table3'
import type { Failure, FuzzReport } from './run-fuzz.ts'
import type { Memory } from './start-provider.ts'

/** How many of the most frequent answers of a kind are named. */
const NAMED = 12

export function textOf(report: FuzzReport): string {
  const table = new Table({ head: ['mutated', 'sent', 'answers'], style: { head: [], border: [] }, colAligns: ['left', 'right', 'left'] })
  for (const [kind, answers] of report.counts) {
    const sorted = [...answers].sort(([, one], [, other]) => other - one)
    const sent = sorted.reduce((sum, [, count]) => sum + count, 0)
    const named = sorted.slice(0, NAMED).map(([label, count]) => `${label}: ${count.toLocaleString('en')}`)
    const others = sorted.length > NAMED ? [`${sorted.length - NAMED} others`] : []
    table.push([kind, sent.toLocaleString('en'), linesOf([...named, ...others])])
  }
  const seconds = report.milliseconds / 1000
  return [
    table.toString(),
    `${report.sent.toLocaleString('en')} requests in ${seconds.toFixed(1)} s, ${Math.round(report.sent / seconds)} a second.`,
    `The provider's memory before: ${memoryText(report.memory.before)}; after: ${memoryText(report.memory.after)}.`,
  ].join('\n')
}

function memoryText(memory: Memory | undefined): string {
  if (!memory) return 'unknown'
  const [resident, heap] = [memory.resident, memory.heap].map((bytes) => `${Math.round(bytes / 2 ** 20)} MB`)
  return `${resident} resident, ${heap} on the heap`
}

function linesOf(items: readonly string[]): string {
  const rows = Array.from({ length: Math.ceil(items.length / 3) }, (_, row) => items.slice(row * 3, row * 3 + 3).join(', '))
  return rows.join(',\n')
}

/** Where it went wrong, and how to see it again. The bytes are kept in a file, for they may be anything. */
export function tellFailure({ number, steps, faults, bytes }: Failure, seed: number, directory = tmpdir()): string {
  const file = join(directory, `gp-fuzz-${seed}-${number}.http`)
  writeFileSync(file, bytes)
  const says = faults.map((fault) => `  ${brief(fault)}`).join('\n')
  return `request ${number} (${steps.join(', ')}):\n${says}\n  bytes sent: ${file}\n  again: npm run fuzz -- --seed ${seed} --request ${number}`
}

/** A stack or a URL may be as long as what was sent. */
export function brief(fault: string): string {
  return fault.length > 1200 ? `${fault.slice(0, 600)} ... ${fault.slice(-600)}` : fault
}
