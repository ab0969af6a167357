import { facts as factsIn, paintsFor, table as tableIn } from '../consumer/layout.ts'
import type { PracticeAnswer } from './practice-commands.ts'

// Whoever holds the database writes for a terminal that is not its own: without colours.
const PLAIN = paintsFor({ colours: false })

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return tableIn(heads, rows, PLAIN)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

export function facts(of: readonly (readonly [name: string, value: string | undefined])[]): string {
  return factsIn(of, PLAIN)
}

export function answer(json: true | undefined, value: unknown, text: () => string): PracticeAnswer {
  return { text: json ? JSON.stringify(value, undefined, 2) : text() }
}
