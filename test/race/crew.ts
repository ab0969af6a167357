import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startProvider } from './provider.ts'
import type { Random } from './random.ts'
import type { Recorder } from './recorder.ts'

export type Victim = 'provider' | 'postgres'

/** The provider processes of a race, and who kills them. */
export type Crew = {
  ports: () => readonly number[]
  kill: (victim: Victim, random: Random) => Promise<void>
  stop: () => Promise<void>
}

const POSTGRES = fileURLToPath(new URL('../../scripts/postgres.sh', import.meta.url))
const LONGEST_OUTAGE_MS = 800

export async function startCrew(of: { count: number; databaseUrl: string; logs: string; recorder: Recorder }): Promise<Crew> {
  let started = 0
  const start = () => {
    started += 1
    return startProvider({ databaseUrl: of.databaseUrl, logFile: join(of.logs, `provider-${started}.log`) })
  }
  const providers = await Promise.all(Array.from({ length: of.count }, start))
  const { clock, recordKill } = of.recorder

  const killProvider = async (random: Random) => {
    const index = Math.floor(random() * providers.length)
    const began = clock()
    await providers[index]?.kill('SIGKILL')
    providers[index] = await start()
    recordKill({ victim: 'provider', process: index, start: began, end: clock() })
  }

  /** The server crashes, is away for a while, and recovers from its log; the providers are left to themselves. */
  const killPostgres = async (random: Random) => {
    const began = clock()
    await promisify(execFile)(POSTGRES, ['stop-now'])
    await setTimeout(random() * LONGEST_OUTAGE_MS)
    await promisify(execFile)(POSTGRES, ['start-again'])
    recordKill({ victim: 'postgres', start: began, end: clock() })
  }

  return {
    ports: () => providers.map(({ port }) => port),
    kill: (victim, random) => (victim === 'provider' ? killProvider(random) : killPostgres(random)),
    stop: async () => {
      await Promise.all(providers.map((provider) => provider.kill('SIGTERM')))
    },
  }
}
