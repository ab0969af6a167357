import { createInterface } from 'node:readline'
import type { Federation } from '../federation.ts'
import { createFederationFiles } from '../federation-files.ts'
import { inTurn } from '../folder-lock.ts'

/** A process of its own: it does what each line of its input says, and answers each with a line of JSON. */
export type SaverOrder =
  | { kind: 'save'; federation: Federation; basedOn: string | undefined }
  /** Adds practices one at a time, beginning again whenever somebody else was faster. */
  | { kind: 'add'; id: Federation['id']; practices: Federation['practices'] }
  /** Takes the folder for itself, and never gives it back. */
  | { kind: 'hold' }

const directory = process.argv[2] ?? ''
const store = createFederationFiles({ directory })
const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

for await (const line of createInterface({ input: process.stdin })) {
  const order: SaverOrder = JSON.parse(line)
  if (order.kind === 'save') answer(await store.save(order.federation, order.basedOn))
  if (order.kind === 'add') answer({ refusals: await add(order) })
  if (order.kind === 'hold') {
    await inTurn(directory, async () => {
      answer({ holds: true })
      // The timer keeps it: what nothing can resolve any more is collected, and the lock with it.
      await new Promise((resolve) => setTimeout(resolve, 3_600_000))
    })
  }
}

async function add({ id, practices }: Extract<SaverOrder, { kind: 'add' }>): Promise<number> {
  let refusals = 0
  for (const practice of practices) {
    for (;;) {
      const read = await store.read(id)
      if (read.kind !== 'read') throw new Error(`it is ${read.kind}`)
      const { version, ...federation } = read.federation
      const outcome = await store.save({ ...federation, practices: [...federation.practices, practice] }, version)
      if (outcome.kind === 'saved') break
      refusals += 1
    }
  }
  return refusals
}
