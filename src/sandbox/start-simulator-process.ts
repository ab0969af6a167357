import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '../nhs/config-error.ts'
import { compiledModules } from './compiled-modules.ts'

const SIMULATOR = fileURLToPath(new URL('../simulator/main.ts', import.meta.url))

export type SimulatorProcess = {
  apiUrl: string
  sspUrl: string
  controlUrl: string
  ldapUrl?: string
  cis2Issuer?: string
  close: () => Promise<void>
  /** Resolves when the process has ended, wanted or not. */
  ended: Promise<unknown>
}

/** The simulated Spine, in a process of its own that ends with this one. */
export async function startSimulatorProcess(settings: Record<string, string>, logFile: string): Promise<SimulatorProcess> {
  const child = spawn(process.execPath, [SIMULATOR], {
    env: { ...compiledModules(), ...settings },
    stdio: ['ignore', 'pipe', openSync(logFile, 'a'), 'ipc'],
  })
  const ended = once(child, 'exit')
  const urls = await Promise.race([firstLine(child), ended.then(() => undefined)])
  if (urls === undefined)
    throw new ConfigError([
      `The simulated Spine did not start: the end of ${logFile} says why. Perhaps something else has its ports; npm start -- --port 5000 chooses others.`,
    ])

  return {
    ...(JSON.parse(urls) as { apiUrl: string; sspUrl: string; controlUrl: string; ldapUrl?: string; cis2Issuer?: string }),
    ended,
    close: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string | undefined> {
  if (!child.stdout) return undefined
  for await (const line of createInterface(child.stdout)) return line
  return undefined
}
