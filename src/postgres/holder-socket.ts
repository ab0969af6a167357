import { createConnection, createServer, type Socket } from 'node:net'
import { resolve as absolute } from 'node:path'
import { type CommandReply, type CommandRequest, decodeReply, decodeRequest, readLines } from './holder-protocol.ts'
import { freshHolderSocketPath, holderSocketPath, removeHolderSocket } from './holder-socket-path.ts'

export type CommandIo = {
  write(stream: 'stdout' | 'stderr', text: string): void
  /** The width of the caller's terminal. */
  columns?: number
  interactive: boolean
  /** Where the command was typed: its relative paths start there. */
  cwd: string
}

export type CommandListener = { close(): Promise<void> }

/** A process.stdout will do. */
export type CommandOutput = { write(text: string): unknown; columns?: number; isTTY?: boolean }

/** Carries out, in the process that holds the directory, the commands that others send for its database. Call it while holding only. */
export async function listenForCommands(deps: {
  directory: string
  run: (argv: readonly string[], io: CommandIo) => Promise<number>
}): Promise<CommandListener> {
  const directory = absolute(deps.directory)
  const path = await freshHolderSocketPath(directory)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    void serve(socket, deps.run)
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // Whoever can connect can do what this process can: its own user alone, from the first moment on.
    const umask = process.umask(0o177)
    server.listen(path, resolve)
    process.umask(umask)
  })

  return {
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      await removeHolderSocket(directory)
    },
  }
}

async function serve(socket: Socket, run: (argv: readonly string[], io: CommandIo) => Promise<number>): Promise<void> {
  // A caller that goes away takes its output with it; the command is carried out to its end.
  socket.on('error', () => undefined)
  const send = (reply: CommandReply) => {
    if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`)
  }

  try {
    for await (const line of readLines(socket)) {
      const { argv, ...terminal } = decodeRequest(line)
      send({ exit: await run(argv, { ...terminal, write: (stream, text) => send({ stream, text }) }) })
      break
    }
  } catch (error) {
    send({ stream: 'stderr', text: `${error instanceof Error ? error.message : 'The command failed'}\n` })
    send({ exit: 1 })
  }
  socket.end()
}

/** Has the holder of the directory carry out a command. Its exit code, or undefined when nobody holds the directory. */
export async function sendCommand(command: {
  directory: string
  argv: readonly string[]
  stdout: CommandOutput
  stderr: CommandOutput
}): Promise<number | undefined> {
  const { argv, stdout, stderr } = command
  const directory = absolute(command.directory)
  const path = await holderSocketPath(directory)
  const socket = path === undefined ? undefined : await connect(path)
  if (!socket) return undefined

  const request: CommandRequest = { argv: [...argv], interactive: stdout.isTTY === true, cwd: process.cwd() }
  if (stdout.columns !== undefined) request.columns = stdout.columns
  socket.write(`${JSON.stringify(request)}\n`)

  try {
    for await (const line of readLines(socket)) {
      const reply = decodeReply(line)
      if ('exit' in reply) return reply.exit
      const output = reply.stream === 'stdout' ? stdout : stderr
      output.write(reply.text)
    }
  } catch (cause) {
    throw holderIsGone(directory, { cause })
  } finally {
    socket.destroy()
  }
  throw holderIsGone(directory)
}

function holderIsGone(directory: string, options?: ErrorOptions): Error {
  return new Error(
    `The process that holds ${directory} stopped before it had finished this command. Look at what was done before you repeat it.`,
    options,
  )
}

function connect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Nobody ever listened here, or somebody did and is gone.
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined)
      else reject(error)
    })
  })
}
