import Table from 'cli-table3'
import type { Io } from './io.ts'

type Paint = (text: string) => string
export type Paints = { strong: Paint; good: Paint; bad: Paint; faint: Paint }

const plain: Paint = (text) => text
const ansi = (on: number, off: number): Paint => {
  return (text) => `\u001B[${on}m${text}\u001B[${off}m`
}

/** Colours for a terminal, nothing for a file. */
export function paintsFor(io: Pick<Io, 'colours'>): Paints {
  if (!io.colours) return { strong: plain, good: plain, bad: plain, faint: plain }
  return { strong: ansi(1, 22), good: ansi(32, 39), bad: ansi(31, 39), faint: ansi(2, 22) }
}

const NO_LINES = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((name) => [name, '']),
)

/** Columns as wide as their longest text, without lines, so that a slot can be picked by double click. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], paints: Paints): string {
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
  const shown = new Table({ head: heads.map(paints.strong), style, chars: { ...NO_LINES, middle: '  ' } })
  shown.push(...rows.map((row) => [...row]))
  return shown.toString()
}

/** `Name     value` lines, those without a value left out. */
export function facts(of: readonly (readonly [name: string, value: string | undefined])[], paints: Paints): string {
  const told = of.filter((fact): fact is readonly [string, string] => Boolean(fact[1]))
  const width = Math.max(...told.map(([name]) => name.length))
  return told.map(([name, value]) => `  ${paints.faint(name.padEnd(width))}  ${value}`).join('\n')
}
