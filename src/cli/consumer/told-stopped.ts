import type { OpenOutcome } from '../../consumer/index.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { describeFailure, showNhsNumber } from './wording.ts'

export type Stopped = Exclude<OpenOutcome, { kind: 'open' }>
export type ShowOptions = { json?: true; showNhsNumber?: true }

/** Why there is nothing to go on with. `nothing` says that nothing was done. */
export function tellStopped(io: Io, stopped: Stopped, options: ShowOptions, nothing: string): ExitCode {
  const isSuperseded = stopped.kind === 'stopped' && stopped.because === 'superseded'
  const by = isSuperseded ? showNhsNumber(stopped.by, options.showNhsNumber === true) : undefined
  if (options.json) io.print(JSON.stringify(by === undefined ? stopped : { ...stopped, by }, undefined, 2))
  else if (stopped.kind !== 'stopped') io.printError([nothing, ...describeFailure(stopped)].join('\n'))
  else {
    const number = by === undefined ? '' : ` The new number: ${by} (--show-nhs-number shows it whole).`
    io.printError(`${nothing} ${stopped.advice}${number}`)
  }
  return stopped.kind === 'unavailable' ? EXIT.noAnswer : EXIT.refused
}
