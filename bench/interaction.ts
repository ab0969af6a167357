import { join } from 'node:path'
import { type BenchDatabase, openConnections } from './database.ts'
import type { LimitQueue, LimitStart } from './limit/main.ts'
import type { Options } from './options.ts'
import { pgbench } from './pgbench.ts'
import { type Peer, startPeer, startProvider } from './processes.ts'
import type { Report } from './report.ts'
import { measure, runRound, type Server } from './rounds.ts'
import type { Scenario } from './scenario.ts'

/** Requests that are under way at any time. */
export const CONNECTIONS = 16

type Requests = Pick<Options, 'rounds' | 'requests' | 'warmUp'>

/** For how many requests a scenario must have something to take: both sides, warmed up twice, and pgbench. */
export function requestsIn({ rounds, requests, warmUp }: Requests): number {
  return 2 * (warmUp + requests + rounds * requests) + requests
}

/** The provider beside its limit: each a process of its own, and so is the load. */
export async function measureInteraction(
  bench: BenchDatabase,
  scenario: Scenario,
  of: { options: Options; directory: string },
): Promise<Report['interactions'][number]> {
  const { rounds, requests, warmUp, profiles } = of.options
  const load = startPeer('./load/main.ts')
  const limitPeer = startPeer('./limit/main.ts')
  const run = (server: Server, count: number) => runRound({ load, scenario, server }, { requests: count, connections: CONNECTIONS })

  const connectionsBefore = await openConnections(bench.db)
  const provider = await startProvider({
    databaseUrl: bench.databaseUrl,
    logFile: join(of.directory, `${scenario.name}.log`),
    execArgv: profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
  })
  await run(provider, warmUp)
  const poolSize = (await openConnections(bench.db)) - connectionsBefore
  const limit = await startLimit(limitPeer, { databaseUrl: bench.databaseUrl, poolSize, ...scenario.recorded })
  await run(limit, warmUp)

  // Else one side's statements could be planned for tables as they were when still empty, and the other's not.
  await bench.db.query('vacuum analyze')
  await run(provider, requests)
  await run(limit, requests)

  const measured = await measure({ provider, limit, load, scenario }, { rounds, requests, connections: CONNECTIONS })
  for (const { stop } of [provider, limitPeer, load]) await stop()
  const alone = await pgbench({ ...bench, directory: of.directory }, scenario, { clients: poolSize, requests })
  return { name: scenario.name, measured, pgbench: alone, poolSize }
}

async function startLimit(peer: Peer, start: LimitStart): Promise<Server> {
  const { port } = await peer.ask<{ port: number }>(start)
  return { port, pid: peer.pid, queue: (queue) => peer.ask({ queue } satisfies LimitQueue) }
}
