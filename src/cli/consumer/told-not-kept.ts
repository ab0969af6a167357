import { type InDoubtFile, NotKept } from './in-doubt-files.ts'
import type { Io } from './io.ts'

const REGISTERED = 'The patient was registered there as a temporary patient just before.'

/** Undefined where the registration was sent and the booking could not be kept: that is told, and nothing is in doubt any more. */
export async function unlessNotKept<Outcome>(
  io: Io,
  { json, file }: { json: true | undefined; file: InDoubtFile },
  work: () => Promise<Outcome>,
): Promise<Outcome | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof NotKept)) throw error
    await file.remove()
    const advice = `${error.message} ${REGISTERED}`
    if (json) io.print(JSON.stringify({ kind: 'not-kept', advice, registeredNow: true }, undefined, 2))
    else io.printError(advice)
    return undefined
  }
}
