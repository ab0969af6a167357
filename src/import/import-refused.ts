import type { Fault } from '../dataset/fault.ts'

/** The file cannot be imported, and nothing of it was. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(`The file was refused:\n${faults.map(({ place, message }) => `  ${place}: ${message}`).join('\n')}`)
    this.faults = faults
  }
}
