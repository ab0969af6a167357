import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Answered } from './afterwards.ts'
import type { FuzzedPractice } from './practice-under-fuzz.ts'

const CHILD = fileURLToPath(new URL('provider-child.ts', import.meta.url))
const START_MS = 120_000
const CALL_MS = 120_000

/** In bytes: of the process, and of that what JavaScript holds. */
export type Memory = { resident: number; heap: number }

export type ProviderUnderFuzz = {
  port: number
  prepare: (of: { seed: number; round: number }) => Promise<FuzzedPractice>
  memory: () => Promise<Memory>
  afterwards: (answered: Answered) => Promise<string[]>
  /** How it ended by itself, or undefined: it is alive. */
  ended: () => string | undefined
  close: () => Promise<void>
}

/** `onLine` is told every line of the provider's log, and of what it says to the terminal, which should be nothing. */
export async function startProviderUnderFuzz(
  onLine: (line: string, from: 'log' | 'stderr') => void,
  databaseUrl?: string,
): Promise<ProviderUnderFuzz> {
  const child = fork(CHILD, databaseUrl === undefined ? [] : [databaseUrl], {
    // As `npm run provider` starts it, but for the first.
    execArgv: ['--expose-gc', '--max-semi-space-size=4'],
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('The provider has no output.')
  createInterface(stdout).on('line', (line) => onLine(line, 'log'))
  const said: string[] = []
  createInterface(stderr).on('line', (line) => {
    said.push(line)
    onLine(line, 'stderr')
  })

  // To be told that it is no longer there: the exit says so too.
  child.on('error', () => undefined)
  let ended: string | undefined
  const exit = once(child, 'exit').then(([code, signal]) => {
    ended = `the provider's process ended: ${signal ?? code}`
    return ended
  })
  const waiting = new Map<number, (answer: { value?: unknown; error?: string }) => void>()
  const listening = new Promise<number>((resolve) => {
    child.on('message', (message: { port?: number; id?: number; value?: unknown; error?: string }) => {
      if (message.port !== undefined) resolve(message.port)
      if (message.id !== undefined) waiting.get(message.id)?.(message)
    })
  })

  let calls = 0
  const call = <Value>(name: string, argument?: unknown) => {
    calls += 1
    const id = calls
    const answer = new Promise<{ value?: unknown; error?: string }>((resolve) => waiting.set(id, resolve))
    child.send({ id, name, argument })
    return inTime(Promise.race([answer, exit]), CALL_MS, name).then((came) => {
      waiting.delete(id)
      if (typeof came === 'string' || came.error !== undefined) throw new Error(typeof came === 'string' ? came : came.error)
      return came.value as Value
    })
  }

  const close = async () => {
    child.kill('SIGKILL')
    await exit
  }
  const port = await inTime(Promise.race([listening, exit]), START_MS, 'start').catch(async (error: unknown) => {
    await close()
    throw error
  })
  if (typeof port === 'string') throw new Error([port, ...said].join('\n'))
  return {
    port,
    prepare: (of) => call('prepare', of),
    memory: () => call('memory'),
    afterwards: (answered) => call('afterwards', answered),
    ended: () => ended,
    close,
  }
}

async function inTime<Value>(promise: Promise<Value>, ms: number, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The provider did not answer in ${ms / 1000} s: ${what}.`)), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
