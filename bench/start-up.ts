import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { embeddedTemplate } from '../src/postgres/embedded-template.ts'
import { median } from './median.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export type StartUp = { name: string; seconds: number; limit: number }

/** `npm start` until it says that a practice has answered through the whole Spine. */
export async function measureStartUp(directory: string, environment: Record<string, string | undefined>): Promise<StartUp[]> {
  const { DATABASE_URL: _, TEST_DATABASE_URL: __, ...env } = environment
  const data = join(directory, 'sandbox')
  const start = () => secondsToFirstAnswer({ ...env, GPA_DATA: data })

  // An install makes it (scripts/prepare.ts); a migration written since has not.
  await embeddedTemplate(join(ROOT, 'migrations', 'provider'))
  const cold = await start()
  const warm = [await start(), await start(), await start()]
  return [
    { name: 'npm start, no data yet', seconds: cold, limit: 8 },
    { name: 'npm start, with its data (median of three)', seconds: median(warm), limit: 2 },
  ]
}

async function secondsToFirstAnswer(env: Record<string, string | undefined>): Promise<number> {
  const port = await threeFreePorts()
  const began = performance.now()
  // A process group of its own, which is interrupted as a whole, as Ctrl-C does.
  const child = spawn('npm', ['start', '--', '--port', String(port)], { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const kill = () => signalGroup(child, 'SIGKILL')
  process.once('exit', kill)
  try {
    await saysItIsRunning(child)
    return (performance.now() - began) / 1000
  } finally {
    if (child.exitCode === null) {
      signalGroup(child, 'SIGINT')
      await once(child, 'close')
    }
    process.removeListener('exit', kill)
  }
}

export function signalGroup(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal)
  } catch {
    // It has gone by itself.
  }
}

export function saysItIsRunning(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk
      if (said.includes('GP Appointments is running')) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('close', () => reject(new Error(`npm start ended before its first answer:\n${said}`)))
  })
}

export async function threeFreePorts(): Promise<number> {
  for (;;) {
    const port = 33_000 + Math.floor(Math.random() * 20_000)
    const free = await Promise.all([port, port + 1, port + 2].map(isFree))
    if (free.every(Boolean)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const listening = once(server.listen(port, '127.0.0.1'), 'listening').then(
    () => true,
    () => false,
  )
  const free = await listening
  server.close()
  return free
}
