import { type NhsNumber, parseNhsNumber } from '../../nhs/nhs-number.ts'
import type { Io } from './io.ts'
import { UsageFault } from './usage-fault.ts'

export const NHS_NUMBER_HELP = 'ten digits, blanks allowed; "-" reads it from standard input, or asks for it'

/** For the help of each command that takes one. */
export const NHS_NUMBER_NOTE = `
What stands on a command line can be seen by others who use this computer, and is kept in the shell's history:
with "-" in its place, the NHS number is asked for, or read from standard input.`

/** What was typed is not repeated in a refusal: it may be a number with one digit wrong. */
export async function nhsNumberFrom(io: Io, typed: string): Promise<NhsNumber> {
  const text = typed !== '-' ? typed : io.terminal ? await io.terminal.ask('NHS number: ') : await io.readStandardInput()
  const number = parseNhsNumber(text.replaceAll(/\s/g, ''))
  if (number === undefined) throw new UsageFault('This is no NHS number: it has ten digits, of which the last checks the others.')
  return number
}
