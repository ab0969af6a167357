import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import { ConfigError } from '../../../nhs/config-error.ts'
import { forTerminal } from '../../consumer/terminal-text.ts'
import type { ConformanceDataOptions, ConformanceOptions } from './conformance-command.ts'
import { runConformance } from './run-conformance.ts'
import { writeJudgeData } from './write-judge-data.ts'

const { stdout, stderr } = process
const now = () => new Date()

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(resolve(path)), { recursive: true })
  await writeFile(path, text)
}

/** On this terminal. Ctrl-C stops it after what was booked is cancelled; a second one at once. */
export async function carryOutConformance(options: ConformanceOptions): Promise<void> {
  const stop = new AbortController()
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130)
    stderr.write('\nStopping: what was booked is cancelled first. Ctrl-C again stops at once.\n')
    stop.abort(new Error('The run was stopped.'))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
  try {
    process.exitCode = await explained(() =>
      runConformance(
        {
          readFile: (path) => readFile(path, 'utf8'),
          writeFile: writeWhole,
          print: (text) => {
            const shown = stdout.isTTY ? forTerminal(text) : text
            stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`)
          },
          progress: stderr.isTTY ? (line) => void stderr.write(`\r\x1b[2K${line.slice(0, (stderr.columns || 80) - 1)}`) : undefined,
          now,
          newId: randomUUID,
          dataDirectory: process.env.GPA_DATA || 'data',
          signal: stop.signal,
        },
        options,
      ),
    )
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal)
  }
}

export async function carryOutConformanceData(options: ConformanceDataOptions): Promise<void> {
  process.exitCode = await explained(async () => {
    await writeJudgeData({ now, writeFile: writeWhole, print: (text) => void stdout.write(text) }, options)
    return 0
  })
}

async function explained(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    stderr.write(`${error.message}\n`)
    return 2
  }
}
