import type { Entry } from 'ldapts'
import { type LdapConnection, type LdapSearch, type LdapServer, openLdapConnection } from './sds-ldap-connection.ts'
import { type Unavailable, type UnavailableReason, unavailable } from './unavailable.ts'

export type LdapLine = {
  search: (search: LdapSearch, signal: AbortSignal | undefined) => Promise<readonly Entry[] | Unavailable>
  close: () => Promise<void>
}

type Kept = { connection: LdapConnection; inUse: number; idleTimer: NodeJS.Timeout | undefined }

/** Firewalls forget a silent connection without telling either end, and a question into it would only time out. */
const LONGEST_IDLE_MS = 60_000

/** Keeps one connection for all concurrent questions, and opens another when that is lost. */
export function openLdapLine(server: LdapServer): LdapLine {
  let kept: Kept | undefined
  let closed = false

  /** Closed when nobody uses it any more; nobody new is given it. */
  function retire(one: Kept): void {
    if (kept === one) kept = undefined
    clearTimeout(one.idleTimer)
    if (one.inUse === 0) void one.connection.close()
  }

  function take(): Kept {
    if (kept && !kept.connection.isGood()) retire(kept)
    kept ??= { connection: openLdapConnection(server), inUse: 0, idleTimer: undefined }
    kept.inUse += 1
    clearTimeout(kept.idleTimer)
    kept.connection.hold(true)
    return kept
  }

  function giveBack(one: Kept): void {
    one.inUse -= 1
    if (one.inUse > 0) return
    if (kept !== one) return void one.connection.close()
    // A process that has nothing else to do may end.
    one.connection.hold(false)
    one.idleTimer = setTimeout(() => retire(one), LONGEST_IDLE_MS).unref()
  }

  async function ask(one: Kept, search: LdapSearch, signal: AbortSignal | undefined) {
    const opened = await within(one.connection.opened, { signal })
    if (typeof opened === 'string') return { failed: unavailable(opened), lost: false }
    if (opened) return { failed: opened, lost: false }
    const answer = await within(one.connection.search(search), { signal, timeoutMs: server.queryTimeoutMs })
    if (typeof answer !== 'string') return answer
    // Others may still get their answers on it, but it has earned no further question.
    if (answer === 'timed-out') retire(one)
    return { failed: unavailable(answer), lost: false }
  }

  async function askOn(one: Kept, search: LdapSearch, signal: AbortSignal | undefined) {
    try {
      return await ask(one, search, signal)
    } finally {
      giveBack(one)
    }
  }

  return {
    async search(search, signal) {
      if (closed) throw new Error('The directory is asked after its connection was closed.')
      if (signal?.aborted) return unavailable('given-up')
      const wasKept = kept?.connection.isGood() === true
      const first = await askOn(take(), search, signal)
      // A kept connection may have been dead for long; a search changes nothing, so it is safe to ask again.
      const answer = 'failed' in first && first.lost && wasKept && !closed ? await askOn(take(), search, signal) : first
      return 'failed' in answer ? answer.failed : answer.entries
    },

    async close() {
      closed = true
      const last = kept
      kept = undefined
      clearTimeout(last?.idleTimer)
      await last?.connection.close()
    },
  }
}

/** The work's result, or why nobody waits for it any more. The work itself goes on, and never rejects. */
function within<Result>(
  work: Promise<Result>,
  { signal, timeoutMs }: { signal: AbortSignal | undefined; timeoutMs?: number },
): Promise<Result | Extract<UnavailableReason, 'timed-out' | 'given-up'>> {
  return new Promise((resolve, reject) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => settle(() => resolve('timed-out')), timeoutMs)
    const giveUp = () => settle(() => resolve('given-up'))
    function settle(end: () => void): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      end()
    }
    signal?.addEventListener('abort', giveUp)
    work.then(
      (result) => settle(() => resolve(result)),
      (error) => settle(() => reject(error)),
    )
  })
}
