import type { Database } from '../postgres/database.ts'
import type { AuditEntry, Chain } from './entry.ts'
import { appendEntries } from './store/append-entries.ts'

export type AuditTrail = {
  /** Durable when this returns (AUD-01). It throws when that cannot be said: then the call must not be answered as if it had been. */
  append: (chain: Chain, entry: AuditEntry) => Promise<void>
}

type Waiting = { entry: AuditEntry; written: () => void; failed: (error: unknown) => void }

/** Entries that arrive while a group of their chain is being written wait for it, and are the next group: one commit for all of them. */
export function createAuditTrail(db: Database): AuditTrail {
  const waitingIn = new Map<Chain, Waiting[]>()

  async function writeAll(chain: Chain): Promise<void> {
    for (let group = waitingIn.get(chain); group?.length; group = waitingIn.get(chain)) {
      waitingIn.set(chain, [])
      await writeGroup(chain, group)
    }
    waitingIn.delete(chain)
  }

  async function writeGroup(chain: Chain, group: readonly Waiting[]): Promise<void> {
    try {
      await appendEntries(
        db,
        chain,
        group.map(({ entry }) => entry),
      )
    } catch (error) {
      for (const { failed } of group) failed(error)
      return
    }
    for (const { written } of group) written()
  }

  return {
    append: (chain, entry) =>
      new Promise((written, failed) => {
        const waiting = waitingIn.get(chain)
        if (waiting) return void waiting.push({ entry, written, failed })
        waitingIn.set(chain, [{ entry, written, failed }])
        void writeAll(chain)
      }),
  }
}
