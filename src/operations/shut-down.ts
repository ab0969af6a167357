import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ShutdownConfig } from './operations-settings.ts'
import type { ProcessState } from './process-state.ts'

export type Opened = { name: string; close: () => Promise<void> }

export type ShutdownDeps = {
  log: Logger
  state: ProcessState
  /** Settles when everything is open, or could not be opened. */
  starting: Promise<unknown>
  /** What is open, in the order in which it was opened. */
  opened: readonly Opened[]
  /** Ends the process, once what was logged has been written. */
  end: (exitCode: number) => void
}

/** What a signal calls. The first ends the process in good order; the second at once. */
export function createShutdown(deps: ShutdownDeps, config: ShutdownConfig): (signal: string) => void {
  const { log, state, end } = deps

  return (signal) => {
    if (state.stopping) {
      log.warn({ signal, inFlight: inFlight(state) }, 'ended at once, by a second signal')
      return end(1)
    }
    state.stopping = true
    log.info({ signal, inFlight: inFlight(state), ...config }, 'stopping')
    setTimeout(() => {
      log.error({ inFlight: inFlight(state), ...config }, 'ended before everything was finished: it took too long')
      end(1)
    }, config.withinSeconds * 1000).unref()

    void shutDown(deps, config).then((failures) => {
      if (failures === 0) log.info('stopped')
      end(failures === 0 ? 0 : 1)
    })
  }
}

/** Gives back how many things could not be closed: the others were, all the same. */
async function shutDown({ log, starting, opened }: ShutdownDeps, { drainSeconds }: ShutdownConfig): Promise<number> {
  // What is half open cannot be closed. Whoever waits for it tells of its failure.
  await starting.catch(() => undefined)
  await sleep(drainSeconds * 1000)
  return closeAll({ log }, opened)
}

export async function closeAll({ log }: { log: Logger }, opened: readonly Opened[]): Promise<number> {
  let failures = 0
  for (const { name, close } of opened.toReversed()) {
    try {
      await close()
    } catch (error) {
      failures += 1
      log.error({ err: error, closing: name }, 'could not be closed')
    }
  }
  return failures
}

function inFlight({ server }: ProcessState): number {
  return server?.inFlight() ?? 0
}
