import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, saysItIsRunning, signalGroup, threeFreePorts } from './start-up.ts'
import { takeCallsFor, type WebLoad } from './web/load.ts'

const USERS = 50
/** Between two pages: a call handler reads and speaks. */
const THINKS = { leastMs: 3_000, mostMs: 6_000 }
/** As fast as the app lets one person be (300 pages a minute). */
const HASTE = { leastMs: 250, mostMs: 350 }

/** `megabytes` are those of the app's process, the embedded database included: a third into the load, in the end, and at most. */
export type WebFigures = { alone: WebLoad; together: WebLoad; megabytes: { warm: number; end: number; most: number }; cpuSeconds: number }

/** One process of the booking app, with the sandbox it is part of beside it: one user alone, and then fifty at once. */
export async function measureWeb({ quick, directory }: { quick: boolean; directory: string }): Promise<WebFigures> {
  const port = await threeFreePorts()
  const { DATABASE_URL: _, TEST_DATABASE_URL: __, ...env } = process.env
  const sandbox = spawn(process.execPath, ['src/sandbox/main.ts', '--port', String(port)], {
    ...{ cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] as const },
    env: { ...env, GPA_DATA: join(directory, 'booking-app') },
  })
  const kill = () => signalGroup(sandbox, 'SIGKILL')
  process.once('exit', kill)
  try {
    await saysItIsRunning(sandbox)
    const home = `http://localhost:${port + 6}`
    const app = appOf(sandbox)
    const [aloneMs, togetherMs] = quick ? [10_000, 40_000] : [30_000, 180_000]
    // Once, so that neither is measured while the process reads its templates.
    await takeCallsFor(home, { users: 1, forMs: 5_000, thinks: HASTE })
    const alone = await takeCallsFor(home, { users: 1, forMs: aloneMs, thinks: HASTE })

    const before = cpuSecondsOf(app)
    const sizes: number[] = []
    const watching = setInterval(() => sizes.push(megabytesOf(app)), 1_000)
    const together = await takeCallsFor(home, { users: USERS, forMs: togetherMs, thinks: THINKS })
    clearInterval(watching)
    const warm = sizes[Math.floor(sizes.length / 3)] ?? 0
    return {
      alone,
      together,
      megabytes: { warm, end: sizes.at(-1) ?? 0, most: Math.max(...sizes) },
      cpuSeconds: cpuSecondsOf(app) - before,
    }
  } finally {
    if (sandbox.exitCode === null) {
      signalGroup(sandbox, 'SIGINT')
      await once(sandbox, 'close')
    }
    process.removeListener('exit', kill)
  }
}

/** The sandbox's child that is the booking app. */
function appOf({ pid }: ChildProcess): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const app = children.find((child) => /src\/web\/main/.test(readFileSync(`/proc/${child}/cmdline`, 'utf8')))
  if (app === undefined) throw new Error('The sandbox has no booking app')
  return Number(app)
}

const megabytesOf = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** In hundredths of a second, as Linux counts. */
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
