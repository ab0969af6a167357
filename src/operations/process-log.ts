import pino, { type Logger } from 'pino'

export type ProcessLog = {
  log: Logger
  /** Ends the process once the log is written. */
  end: (exitCode: number) => void
  /** Ends the process at once, in an unknown state: with a line that a log system reads, and not the runtime's own text on stderr. */
  crash: (error: unknown, origin: string) => void
}

/** For whoever reads the log may have stopped doing so. */
const LAST_WORDS_MS = 1_000

/** The log of this process, on stdout (or `dest`), a JSON object a line, written in the background: so the process may not end by itself. */
export function createProcessLog(exit: (exitCode: number) => void, { dest = 1 }: { dest?: 1 | 2 } = {}): ProcessLog {
  const destination = pino.destination({ dest, sync: false })
  const log = pino(destination)
  let ending = false

  return {
    log,
    end(exitCode) {
      if (ending) return
      ending = true
      destination.once('close', () => exit(exitCode))
      setTimeout(() => exit(exitCode), LAST_WORDS_MS).unref()
      destination.end()
    },
    crash(error, origin) {
      if (!ending) {
        log.fatal({ err: error, origin }, 'crashed')
        destination.flushSync()
      }
      exit(1)
    },
  }
}
