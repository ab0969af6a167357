import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '../nhs/config-error.ts'
import type { bookingAppSettings } from './booking-app.ts'
import { compiledModules } from './compiled-modules.ts'

const APP = fileURLToPath(new URL('../web/main.ts', import.meta.url))

/** In a process of its own, as it would run beside a provider that is somebody else's. Ready when this resolves. */
export async function startBookingApp(
  { environment, spine }: ReturnType<typeof bookingAppSettings>,
  { logFile, fresh }: { logFile: string; fresh: boolean },
): Promise<{ close: () => Promise<unknown> }> {
  const { WEB_DATA: data = '', WEB_SPINE: spineFile = '' } = environment
  if (fresh) await rm(join(data, 'postgres'), { recursive: true, force: true })
  await writeFile(spineFile, JSON.stringify(spine, undefined, 2))
  const child = spawn(process.execPath, ['--max-semi-space-size=4', APP], {
    env: { ...compiledModules(), ...environment },
    stdio: ['ignore', 'pipe', openSync(logFile, 'a'), 'ipc'],
  })
  const ended = once(child, 'exit')
  const isReady = await Promise.race([firstLine(child), ended.then(() => undefined)])
  if (isReady === undefined) {
    throw new ConfigError([
      `The booking app did not start: the end of ${logFile} says why. Perhaps something else has its port; npm start -- --port 5000 chooses others.`,
    ])
  }
  return {
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
