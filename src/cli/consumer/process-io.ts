import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Io, Terminal } from './io.ts'
import { forTerminal } from './terminal-text.ts'
import { UsageFault } from './usage-fault.ts'

/** The files, standard streams and terminal of the process that `gpa` runs in. */
export const processIo: Omit<Io, 'environment' | 'colours' | 'fetch' | 'now' | 'newId'> = {
  print: (text) => process.stdout.write(`${process.stdout.isTTY ? forTerminal(text) : text}\n`),
  printError: (text) => process.stderr.write(`${process.stderr.isTTY ? forTerminal(text) : text}\n`),
  readFile: (path) => whereThereIsOne(readFile(path, 'utf8'), undefined),
  writeFile: async (path, content, options) => {
    try {
      if (options?.isPrivate) await writePrivately(path, content)
      else await writeFile(path, content)
    } catch (error) {
      throw new UsageFault(`${path} cannot be written${codeOf(error)}.`)
    }
  },
  removeFile: (path) => rm(path, { force: true }),
  listFiles: async (directory) => (await whereThereIsOne(readdir(directory), [])).map((name) => join(directory, name)),
  readStandardInput: async () => {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks).toString('utf8')
  },
  get terminal() {
    return process.stdin.isTTY && process.stderr.isTTY ? terminalOf(process.stderr) : undefined
  },
}

/** Whoever reads the output may have seen enough, as `head` has: what was begun is finished all the same. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!('code' in error && error.code === 'EPIPE')) throw error
    })
  }
}

/** Beside its place first, and then moved there: nobody finds half of it, not even after a power cut. */
async function writePrivately(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.draft`
  try {
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    // Half a file would stay for good: nobody looks for it.
    await rm(draft, { force: true })
    throw error
  }
}

function terminalOf({ rows, columns }: { rows: number; columns: number }): Terminal {
  return {
    rows,
    columns,
    draw: (text) => process.stderr.write(text),
    async ask(question) {
      const { createInterface } = await import('node:readline/promises')
      const lines = createInterface({ input: process.stdin, output: process.stderr })
      const answer = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
      try {
        return await Promise.race([lines.question(question), answer])
      } finally {
        lines.close()
      }
    },
  }
}

async function whereThereIsOne<Value, Otherwise>(wanted: Promise<Value>, otherwise: Otherwise): Promise<Value | Otherwise> {
  try {
    return await wanted
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise
    throw error
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '')
