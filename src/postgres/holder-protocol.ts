import type { Socket } from 'node:net'

/** One JSON text a line, in both directions. */
export type CommandRequest = { argv: string[]; cwd: string; interactive: boolean; columns?: number }
export type CommandReply = { stream: 'stdout' | 'stderr'; text: string } | { exit: number }

export function decodeRequest(line: string): CommandRequest {
  const { argv, cwd, interactive, columns } = decodeObject(line)
  if (!Array.isArray(argv) || !argv.every((argument) => typeof argument === 'string')) throw notUnderstood()
  if (typeof cwd !== 'string' || typeof interactive !== 'boolean') throw notUnderstood()
  return { argv, cwd, interactive, ...(typeof columns === 'number' ? { columns } : {}) }
}

export function decodeReply(line: string): CommandReply {
  const { stream, text, exit } = decodeObject(line)
  if (typeof exit === 'number') return { exit }
  if ((stream !== 'stdout' && stream !== 'stderr') || typeof text !== 'string') throw notUnderstood()
  return { stream, text }
}

function decodeObject(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line)
  if (typeof value !== 'object' || value === null) throw notUnderstood()
  return value as Record<string, unknown>
}

function notUnderstood(): Error {
  return new Error('The two processes do not understand each other: are they of the same version?')
}

/** Leaves the socket open when the reader stops early: there may be an answer to send. */
export async function* readLines(socket: Socket): AsyncGenerator<string> {
  socket.setEncoding('utf8')
  let rest = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
