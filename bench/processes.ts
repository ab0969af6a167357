import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { givenProviderRole } from '../test/given/provider-role.ts'
import { BASE_URL } from './scenario.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** Everything that this run has started, to be ended with it. */
const started = new Set<ChildProcess>()

export function stopAll(): void {
  for (const child of started) child.kill('SIGTERM')
}

function track(child: ChildProcess): ChildProcess {
  started.add(child)
  child.once('exit', () => started.delete(child))
  return child
}

/** A child of ours that answers each message with one message. */
export type Peer = { pid: number; ask: <Answer>(message: object) => Promise<Answer>; stop: () => Promise<void> }

export function startPeer(module: string, execArgv: readonly string[] = []): Peer {
  const child = track(fork(path(module), { execArgv: [...execArgv] }))
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${module} ended by itself`)
  })
  ended.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    ask: async <Answer>(message: object) => {
      child.send(message)
      const [answer] = await Promise.race([once(child, 'message'), ended])
      return answer as Answer
    },
    stop: () => stop(child),
  }
}

/** The provider as `npm run provider` runs it: built, with that script's flags, its log to a file. */
export async function startProvider(of: {
  databaseUrl: string
  logFile: string
  execArgv: readonly string[]
  pdsUrl?: string
}): Promise<{ port: number; pid: number; stop: () => Promise<void> }> {
  const env = {
    ...(await givenProviderRole(of.databaseUrl)),
    PROVIDER_PORT: '0',
    OPERATIONS_PORT: '0',
    PROVIDER_BASE_URL: BASE_URL,
    PROVIDER_PLAIN_HTTP: 'yes',
    PDS_URL: of.pdsUrl ?? 'http://127.0.0.1:9/unused',
  }
  const { scripts } = JSON.parse(readFileSync(path('../package.json'), 'utf8')) as { scripts: { provider: string } }
  const [, ...args] = scripts.provider.split(' ')
  const stdio = ['ignore', openSync(of.logFile, 'a'), 'inherit'] as const
  const child = track(spawn(process.execPath, [...of.execArgv, ...args], { env, cwd: path('..'), stdio: [...stdio] }))
  const port = await listeningPort(child, of.logFile)
  return { port, pid: child.pid ?? 0, stop: () => stop(child) }
}

async function listeningPort(child: ChildProcess, logFile: string): Promise<number> {
  while (child.exitCode === null) {
    const listening = /"port":(\d+).*"msg":"listening"/.exec(readFileSync(logFile, 'utf8'))
    if (listening) return Number(listening[1])
    await setTimeout(50)
  }
  throw new Error('The provider did not start')
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
