import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { COMPILED_MODULES } from '../given/compiled-modules.ts'
import { givenProviderRole } from '../given/provider-role.ts'

const MAIN = fileURLToPath(new URL('../../src/provider/main.ts', import.meta.url))

/** What tokens name, wherever a process listens. */
export const BASE_URL = 'https://provider.example'

export type Provider = { port: number; kill: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void> }

const started = new Set<ChildProcess>()

/** Everything that is left of a race that was broken off. */
export function killProviders(): void {
  for (const child of started) child.kill('SIGKILL')
}

/** A process of its own, from the sources, with its log in a file of its own. `databaseUrl` is the owner's. */
export async function startProvider({ databaseUrl, logFile }: { databaseUrl: string; logFile: string }): Promise<Provider> {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', openSync(logFile, 'w'), 'inherit'],
    env: {
      ...COMPILED_MODULES,
      ...(await givenProviderRole(databaseUrl)),
      PROVIDER_PORT: '0',
      PROVIDER_BASE_URL: BASE_URL,
      PROVIDER_PLAIN_HTTP: 'yes',
      PDS_URL: 'http://127.0.0.1:9/nowhere',
    },
  })
  started.add(child)
  child.once('exit', () => started.delete(child))
  const kill = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (hasEnded(child)) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return { port: await listeningPort(child, logFile), kill }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function listeningPort(child: ChildProcess, logFile: string): Promise<number> {
  while (!hasEnded(child)) {
    const port = /"port":(\d+).*"msg":"listening"/.exec(readFileSync(logFile, 'utf8'))?.[1]
    if (port !== undefined) return Number(port)
    await setTimeout(20)
  }
  throw new Error(`The provider ended before it listened:\n${readFileSync(logFile, 'utf8')}`)
}
