import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { COMPILED_MODULES } from '../../../test/given/compiled-modules.ts'
import { BASE_URL } from '../../../test/given/crowd.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

type Line = { msg?: string; port?: number; operationsPort?: number } & Record<string, unknown>

export type OperationsAnswer = { status: number; text: string }

export type RunningProcess = {
  port: number
  /** Asks on the port for operations. Undefined where nobody answers. */
  ask: (path: string) => Promise<OperationsAnswer | undefined>
  /** Asks until the answer is such. */
  askUntil: (path: string, is: (answer: OperationsAnswer) => boolean) => Promise<OperationsAnswer>
  signal: (signal: NodeJS.Signals) => void
  ended: Promise<number | null>
  lines: () => readonly Line[]
  logged: (message: string) => Promise<Line>
}

/** A provider in a process of its own, as an operator starts it and ends it. */
export async function givenProcess(
  t: TestContext,
  of: { database: Record<string, string>; settings?: Record<string, string>; preload?: string },
): Promise<RunningProcess> {
  const preload = of.preload === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(of.preload)}`]
  const child = spawn(process.execPath, [...preload, MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...COMPILED_MODULES,
      ...of.database,
      PROVIDER_PORT: '0',
      OPERATIONS_PORT: '0',
      PROVIDER_BASE_URL: BASE_URL,
      PROVIDER_PLAIN_HTTP: 'yes',
      PDS_URL: 'http://127.0.0.1:9/nowhere',
      ...of.settings,
    },
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  t.after(() => {
    child.kill('SIGKILL')
    return ended
  })

  const lines: Line[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as Line))
  const waitFor = async <T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The provider ended before there was: ${what}. Its last words: ${JSON.stringify(lines.at(-1))}`)
      }
      await sleep(10)
    }
  }
  const logged = (message: string) => waitFor(message, () => lines.find(({ msg }) => msg === message))

  const { port = 0, operationsPort = 0 } = await logged('listening')
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${operationsPort}${path}`).then(
      async (response) => ({ status: response.status, text: await response.text() }),
      () => undefined,
    )
  return {
    port,
    ask,
    askUntil: (path, is) =>
      waitFor(path, async () => {
        const answer = await ask(path)
        return answer && is(answer) ? answer : undefined
      }),
    signal: (signal) => void child.kill(signal),
    ended,
    lines: () => lines,
    logged,
  }
}

const WITHHELD = 20

/** A line to a port on which the last bytes of what was sent stay, until it is let through. */
export async function givenSlowLine(t: TestContext, to: number): Promise<{ port: number; letThrough: () => void; answered: () => string }> {
  const sockets = new Set<Socket>()
  const held: (() => void)[] = []
  let answered = ''
  const server = createServer((from) => {
    const onwards = connect(to, '127.0.0.1')
    let rest = Buffer.alloc(0)
    from.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes])
      onwards.write(rest.subarray(0, Math.max(rest.length - WITHHELD, 0)))
      rest = rest.subarray(Math.max(rest.length - WITHHELD, 0))
    })
    held.push(() => onwards.write(rest))
    onwards.on('data', (bytes) => {
      answered += bytes.toString()
      from.write(bytes)
    })
    for (const [socket, other] of [[from, onwards] as const, [onwards, from] as const]) {
      sockets.add(socket)
      socket.on('error', () => other.destroy()).on('close', () => other.destroySoon())
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The line has no port.')
  return { port: address.port, letThrough: () => held.forEach((release) => void release()), answered: () => answered }
}

/** Whether anybody takes a new connection there. */
export async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
