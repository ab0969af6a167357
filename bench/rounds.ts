import { readFileSync } from 'node:fs'
import type { LoadResult, LoadRound } from './load/main.ts'
import { median } from './median.ts'
import type { Peer } from './processes.ts'
import type { Scenario, Variables } from './scenario.ts'

/** `cpu`: of the serving process, in milliseconds for each request; undefined where the system does not say. */
export type Figures = { perSecond: number; p50: number; p99: number; cpu: number | undefined }
export type Measured = {
  provider: Figures
  limit: Figures
  ratio: number
  lowest: number
  highest: number
  rounds: number
  requests: number
}

type Side = 'provider' | 'limit'
/** `queue`: tells the limit what the requests to come will bring, which the provider reads from their bodies. */
export type Server = { port: number; pid: number; queue?: (queue: readonly Variables[]) => Promise<unknown> }
type Plan = { requests: number; connections: number }

/**
 * Both sides in turn, in short rounds of equally many requests, because the machine's speed changes from minute to minute.
 * Each figure is the median of the rounds; the ratio is the median of the ratios of neighbours.
 */
export async function measure(
  { load, scenario, ...sides }: { provider: Server; limit: Server; load: Peer; scenario: Scenario },
  plan: Plan & { rounds: number },
): Promise<Measured> {
  const figures: Record<Side, Figures[]> = { provider: [], limit: [] }
  const ratios: number[] = []
  for (let count = 0; count < plan.rounds; count += 1) {
    const order: Side[] = count % 2 === 0 ? ['provider', 'limit'] : ['limit', 'provider']
    for (const side of order) figures[side].push(await runRound({ load, scenario, server: sides[side] }, plan))
    ratios.push((figures.provider.at(-1)?.perSecond ?? 0) / (figures.limit.at(-1)?.perSecond ?? 0))
  }
  return {
    provider: medians(figures.provider),
    limit: medians(figures.limit),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    rounds: plan.rounds,
    requests: plan.requests,
  }
}

export async function runRound(of: { load: Peer; scenario: Scenario; server: Server }, plan: Plan): Promise<Figures> {
  const taken = of.scenario.take(plan.requests)
  const { reply } = of.scenario.recorded
  const { port, pid, queue } = of.server
  await queue?.(taken.map(({ variables }) => variables))

  const before = cpuMilliseconds(pid)
  const answer = await of.load.ask<{ result: LoadResult } | { error: string }>({
    port,
    request: of.scenario.request(),
    bodies: taken.map(({ body }) => body),
    connections: plan.connections,
    expectedStatus: reply.status,
  } satisfies LoadRound)
  const after = cpuMilliseconds(pid)

  if ('error' in answer) throw new Error(`A round failed: ${answer.error}`)
  const { result } = answer
  if (result.failures > 0) throw new Error(`${result.failures} of ${plan.requests} requests were refused: ${result.firstFailure}`)
  // The limit is one only while it sends what the provider sends.
  const expected = Buffer.byteLength(reply.body) * plan.requests
  if (result.bytes !== expected) throw new Error(`${result.bytes} bytes were sent, where ${expected} were expected`)

  const cpu = before === undefined || after === undefined ? undefined : (after - before) / plan.requests
  return { perSecond: plan.requests / result.seconds, p50: result.p50, p99: result.p99, cpu }
}

/** User and system time of a process so far, where there is a /proc; its clock ticks are hundredths of a second. */
function cpuMilliseconds(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}

function medians(rounds: readonly Figures[]): Figures {
  const cpus = rounds.flatMap(({ cpu }) => cpu ?? [])
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    cpu: cpus.length > 0 ? median(cpus) : undefined,
  }
}
