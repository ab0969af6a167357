import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { AuditEntry } from '../../audit/entry.ts'
import type { ProviderDeps } from '../deps.ts'

/** Whether the entry was written: if not, nothing may be answered. */
export type UnreadAudit = (socket: Duplex, refusal: Pick<AuditEntry, 'status' | 'code'>) => Promise<boolean>

/** AUD-01: what was refused before it was a request of anybody: it names no practice, no user and no interaction. */
export function createUnreadAudit({ audit, log, now, newId }: ProviderDeps): UnreadAudit {
  return async (socket, refusal) => {
    const requestId = newId()
    const remoteAddress = socket instanceof Socket ? socket.remoteAddress : undefined
    try {
      await audit.append('-', {
        at: now().toISOString(),
        requestId,
        admitted: false,
        ...refusal,
        ...(remoteAddress !== undefined && { remoteAddress }),
      })
      return true
    } catch (error) {
      log.error({ requestId, err: error }, 'unexpected failure')
      return false
    }
  }
}
