import { EXIT, type ExitCode } from './exit-codes.ts'
import { findFederation, openFederations } from './federation-named.ts'
import { damagedText, practicesText } from './federations-text.ts'
import type { Io } from './io.ts'
import { UsageFault } from './usage-fault.ts'

/** Also one that is damaged. */
export async function removeFederation(io: Io, name: string, options: { config?: string; yes?: true }): Promise<ExitCode> {
  const federations = await openFederations(io, options.config)
  const found = await findFederation(federations, name)
  const { id, version } = 'federation' in found ? found.federation : found.damaged
  const what = 'federation' in found ? `"${found.federation.name}", ${practicesText(found.federation)}` : damagedText(found.damaged)
  if (id === undefined) throw new UsageFault(what)
  if (!options.yes) {
    io.printError(`This would remove ${id}: ${what}\nNothing was removed: add --yes.`)
    return EXIT.usage
  }
  const outcome = await federations.store.remove(id, version)
  if (outcome.kind === 'changed-meanwhile') {
    io.printError(`Somebody else has just changed or removed ${id}, and nothing was removed now. Look at it, and try again.`)
    return EXIT.refused
  }
  io.print(`Removed ${id}.`)
  return EXIT.done
}
