import type { Io } from './io.ts'
import { UsageFault } from './usage-fault.ts'

/** Of a command that writes. */
export type WriteOptions = { config?: string; json?: true; yes?: true; ics?: string }

/** Called before anything is sent, so that a script without `--yes` is told at once. */
export function mustBeConfirmable(io: Io, { yes, json, ics }: WriteOptions): void {
  if (json && ics === '-') throw new UsageFault('JSON and a calendar cannot both be printed: give --ics a file.')
  if (yes || io.terminal) return
  throw new UsageFault('Nobody can be asked here, so nothing was sent: add --yes to have it done without a question.')
}

export async function confirmed(io: Io, options: WriteOptions, of: { shown: string; question: string }): Promise<boolean> {
  if (options.yes) return true
  io.printError(of.shown)
  const answer = await io.terminal?.ask(`\n${of.question} [y/N] `)
  const isWanted = /^\s*y(es)?\s*$/i.test(answer ?? '')
  if (!isWanted) io.printError('Nothing was changed.')
  return isWanted
}

/** A text that has to be there: as an option, or asked for. */
export async function textFor(io: Io, option: string, given: string | undefined, question: string): Promise<string> {
  const text = given ?? (await io.terminal?.ask(`${question}: `))
  if (text === undefined || text.trim() === '') throw new UsageFault(`This needs ${option}: ${question.toLowerCase()}.`)
  return text
}
