/** The command was called with something that cannot be meant. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault'
}
