import { stat } from 'node:fs/promises'
import type { Logger } from 'pino'
import { ConfigError } from '../../nhs/config-error.ts'
import { type Credentials, readCredentials } from './read-credentials.ts'
import { tellAge } from './tell-age.ts'
import type { TlsConfig } from './tls-settings.ts'

export type KeepCredentialsDeps = {
  now: () => Date
  log: Logger
  /** How often the files are looked at. */
  everyMs?: number
}

export type KeptCredentials = {
  current: () => Credentials
  /** Reads the files again. If they cannot be used, what was read before stays in use. */
  reload: () => Promise<void>
  /** Reloads whenever a file has changed. Returns how to stop. */
  watch: (changed: (credentials: Credentials) => void) => () => void
}

const EVERY_MS = 5_000

/** Throws a ConfigError when the files cannot be used from the start. */
export async function keepCredentials(deps: KeepCredentialsDeps, config: TlsConfig): Promise<KeptCredentials> {
  const { log, everyMs = EVERY_MS } = deps
  const tell = tellAge(deps)
  const listeners = new Set<(credentials: Credentials) => void>()
  // Before the files are read: what changes in between is found at the next look.
  let seen = await stateOf(config)
  let current = await readCredentials(config)
  tell(current)

  async function readAgain(): Promise<void> {
    seen = await stateOf(config)
    try {
      current = await readCredentials(config)
    } catch (error) {
      const because = error instanceof ConfigError ? { faults: error.faults } : { err: error }
      return log.error(because, 'the changed certificates, key or revocation lists cannot be used: those read before stay in use')
    }
    for (const changed of listeners) changed(current)
    log.info('certificates, key and revocation lists were read again')
    tell(current)
  }

  // One after the other, or an older reading could come last.
  let reading: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    reading = reading.then(work)
    return reading
  }
  const look = async (): Promise<void> => {
    if ((await stateOf(config)) !== seen) await readAgain()
    else tell(current)
  }

  return {
    current: () => current,
    reload: () => inTurn(readAgain),
    watch: (changed) => {
      listeners.add(changed)
      const timer = setInterval(() => void inTurn(look), everyMs)
      timer.unref()
      return () => {
        clearInterval(timer)
        listeners.delete(changed)
      }
    },
  }
}

/** By the files' state and not by watching them: a mounted secret is replaced by moving a link, which a watch may miss. */
async function stateOf({ certificate, key, clientCa, crl }: TlsConfig): Promise<string> {
  const states = await Promise.all(
    [certificate, key, clientCa, crl].map((path) =>
      stat(path, { bigint: true }).then(
        ({ ino, size, mtimeNs, ctimeNs }) => `${ino} ${size} ${mtimeNs} ${ctimeNs}`,
        () => 'absent',
      ),
    ),
  )
  return states.join('\n')
}
