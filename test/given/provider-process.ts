import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { COMPILED_MODULES } from './compiled-modules.ts'
import { givenProviderRole } from './provider-role.ts'

const MAIN = fileURLToPath(new URL('../../src/provider/main.ts', import.meta.url))

export type ProviderProcess = { port: number; kill: () => Promise<void> }

/**
 * A provider in a process of its own, as an operator starts it. `baseUrl` is what tokens name, wherever it listens. DATABASE_URL is the
 * owner's: the process gets a role of its own.
 */
export async function givenProviderProcess(
  t: TestContext,
  options: { baseUrl: string; database: { DATABASE_URL: string } | { GPA_DATA: string } },
): Promise<ProviderProcess> {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...COMPILED_MODULES,
      ...('DATABASE_URL' in options.database ? await givenProviderRole(options.database.DATABASE_URL) : options.database),
      PROVIDER_PORT: '0',
      PROVIDER_BASE_URL: options.baseUrl,
      PROVIDER_PLAIN_HTTP: 'yes',
      PDS_URL: 'http://127.0.0.1:9/nowhere',
    },
  })
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  t.after(kill)
  return { port: await listeningPort(child), kill }
}

async function listeningPort(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('The provider has no output.')
  for await (const line of createInterface(child.stdout)) {
    const logged = JSON.parse(line) as { msg?: string; port?: number }
    if (logged.msg === 'listening' && logged.port !== undefined) {
      // Read on, or the process would wait for somebody to do so.
      child.stdout.resume()
      return logged.port
    }
  }
  throw new Error('The provider ended before it listened.')
}
