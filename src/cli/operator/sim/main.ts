import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import process from 'node:process'
import { runSim } from './run-sim.ts'
import type { SimAsked, SimOptions } from './sim-commands.ts'

/** On this terminal, with the sandbox of the environment. */
export async function carryOutSim(asked: SimAsked, options: SimOptions): Promise<void> {
  const { stdout, stderr } = process
  process.exitCode = await runSim(
    {
      fetch,
      readFile: (path) => readFile(path, 'utf8'),
      write: (stream, text) => void (stream === 'stdout' ? stdout : stderr).write(text),
      dataDirectory: resolve(process.env.GPA_DATA || 'data'),
    },
    asked,
    options,
  )
}
