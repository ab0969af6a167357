import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/**
 * The words that were typed, with the NHS number from standard input where they say "-": whoever carries the command out may be another
 * process, which has another standard input.
 */
export async function withNhsNumberFrom(input: Readable & { isTTY?: boolean }, typed: readonly string[], ask: (prompt: string) => void) {
  const place = typed.findIndex((word, at) => word === '--nhs-number=-' || (word === '-' && typed[at - 1] === '--nhs-number'))
  if (place === -1) return typed

  if (input.isTTY) ask('NHS number: ')
  const number = await firstLine(input)
  return typed.with(place, typed[place] === '-' ? number : `--nhs-number=${number}`)
}

async function firstLine(input: Readable): Promise<string> {
  for await (const line of createInterface({ input })) return line.trim()
  return ''
}
