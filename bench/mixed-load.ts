import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freeSlots } from './booking.ts'
import { type BenchDatabase, createDatabase } from './database.ts'
import { median } from './median.ts'
import type { MixedResult, MixedRound, MixedStart } from './mixed/main.ts'
import type { MixedPractice } from './mixed/operations.ts'
import type { Options } from './options.ts'
import { practiceToBook } from './practices.ts'
import { type Peer, startPeer, startProvider } from './processes.ts'

const PRACTICES = ['A90011', 'A90012', 'A90013', 'A90014']
const SLOTS = 2_000
const CONNECTIONS = 16

export type MixedFigures = {
  /** Requests in a second, as fast as one process takes them. */
  peak: number
  halfPeak: MixedResult
  /** Resident megabytes after so many requests; undefined where the system does not say. */
  memory: { requests: number; megabytes: number | undefined }[]
  /** How much more two processes take than one. */
  secondProcess: number
}

/** Every interaction on four practices, each call audited and measured as in operation. */
export async function measureMixedLoad(server: string, of: { options: Options; directory: string }): Promise<MixedFigures> {
  const bench = await createDatabase(
    server,
    PRACTICES.map((odsCode) => practiceToBook(odsCode, SLOTS)),
  )
  try {
    return await measureOn(bench, of)
  } finally {
    await bench.remove()
  }
}

async function measureOn(bench: BenchDatabase, { options, directory }: { options: Options; directory: string }): Promise<MixedFigures> {
  const load = startPeer('./mixed/main.ts')
  const practices = await Promise.all(PRACTICES.map((odsCode) => mixedPractice(bench, odsCode)))
  const { pdsPort } = await load.ask<{ pdsPort: number }>({ practices } satisfies MixedStart)
  const start = (name: string) =>
    startProvider({
      databaseUrl: bench.databaseUrl,
      logFile: join(directory, `${name}.log`),
      execArgv: [],
      pdsUrl: `http://127.0.0.1:${pdsPort}`,
    })
  const first = await start('mixed-1')

  let total = 0
  const memory: MixedFigures['memory'] = []
  const run = async (round: Omit<MixedRound, 'ports'>, ports = [first.port]): Promise<MixedResult> => {
    const result = await askRound(load, { ...round, ports })
    total += round.requests
    return result
  }
  const batch = options.mixedRequests / 10
  const atFullSpeed = { requests: batch, pace: { connections: CONNECTIONS } }

  await run(atFullSpeed)
  await bench.db.query('vacuum analyze')
  const { seconds } = await run(atFullSpeed)
  const peak = batch / seconds
  const halfPeak = await run({ requests: batch, pace: { perSecond: peak / 2 } })
  memory.push({ requests: total, megabytes: residentMegabytes(first.pid) })
  while (total < options.mixedRequests) {
    await run(atFullSpeed)
    memory.push({ requests: total, megabytes: residentMegabytes(first.pid) })
  }

  const second = await start('mixed-2')
  const ratios: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const alone = await run(atFullSpeed)
    const together = await run(atFullSpeed, [first.port, second.port])
    if (round > 0) ratios.push(alone.seconds / together.seconds) // the first warms the second process up
  }
  for (const { stop } of [first, second, load]) await stop()
  return { peak, halfPeak, memory, secondProcess: median(ratios) }
}

async function mixedPractice({ db }: BenchDatabase, odsCode: string): Promise<MixedPractice> {
  const patients = await db.query<{ id: string; nhsNumber: string }>(
    'select id, nhs_number as "nhsNumber" from patient where ods_code = $1 order by id',
    [odsCode],
  )
  return { odsCode, slots: await freeSlots(db, odsCode), patients }
}

async function askRound(load: Peer, round: MixedRound): Promise<MixedResult> {
  const answer = await load.ask<{ result: MixedResult } | { error: string }>(round)
  if ('error' in answer) throw new Error(`A mixed round failed: ${answer.error}`)
  if (answer.result.failures > 0) throw new Error(`${answer.result.failures} requests were refused: ${answer.result.firstFailure}`)
  return answer.result
}

function residentMegabytes(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}
