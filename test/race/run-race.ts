import { setTimeout } from 'node:timers/promises'
import { createDatabase } from '../../bench/database.ts'
import { verifyTrail } from '../../src/audit/verify-trail.ts'
import { createAsk } from './ask.ts'
import { checkHistory } from './check/check-history.ts'
import type { Verdict } from './check/judge.ts'
import { type Field, runClient } from './clients.ts'
import { type Crew, startCrew, type Victim } from './crew.ts'
import { createHttp } from './exchange.ts'
import type { History } from './history.ts'
import { createKnowledge } from './knowledge.ts'
import { practicesToRace, racedDays, readRacedPractices } from './practices.ts'
import { createRandom, type Random } from './random.ts'
import { emptyBook, type ReadBackDeps, readBack, settle } from './read-back.ts'
import { createRecorder, type Recorder } from './recorder.ts'

export type RaceOptions = {
  server: string
  operations: number
  processes: number
  clients: number
  seed: number
  /** In this order, each in the middle of a round of its own. */
  victims: readonly Victim[]
  /** Where the providers' logs go. */
  logs: string
  say: (what: string) => void
}

type Raced = { history: History; verdict: Verdict; seconds: number; raced: number }

/** `unaudited`: changes that no audit entry tells of, which may only be such as nobody was told of either (AUD-01). */
export type RaceResult = Raced & { trail: { entries: number; faults: number; unaudited: number } }

export function isClean({ verdict, trail }: RaceResult): boolean {
  return verdict.violations.length === 0 && trail.faults === 0 && trail.unaudited <= verdict.unanswered.happened
}

type Race = ReadBackDeps & { recorder: Recorder; crew: Crew; db: Parameters<typeof settle>[0]['db']; options: RaceOptions }

/** Lets clients fight for few slots through several processes, and judges what they were answered. Stops at the first round with a violation. */
export async function runRace(options: RaceOptions): Promise<RaceResult> {
  const days = racedDays(new Date())
  const { db, databaseUrl, remove } = await createDatabase(options.server, practicesToRace(days))
  const http = createHttp(options.clients * 4)
  const recorder = createRecorder(() => performance.now())
  const knowledge = createKnowledge()
  let crew: Crew | undefined
  try {
    crew = await startCrew({ count: options.processes, databaseUrl, logs: options.logs, recorder })
    const field: Field = { practices: await readRacedPractices(db), days, knowledge }
    const ask = createAsk({ http, recorder, knowledge, ports: crew.ports })
    const random = createRandom(options.seed)
    const raced = await runRounds({ ask, field, random, clients: options.clients, recorder, crew, db, options })
    return { ...raced, trail: await readTrail(db) }
  } finally {
    http.close()
    await crew?.stop()
    await remove()
  }
}

async function readTrail(db: Race['db']): Promise<RaceResult['trail']> {
  // Nothing is on its way any more: the minute that is left out otherwise need not be waited for.
  const { chains, unaudited } = await verifyTrail({ db, now: () => new Date(Date.now() + 120_000) }, {})
  const sum = (count: (chain: (typeof chains)[number]) => number) => chains.reduce((total, chain) => total + count(chain), 0)
  return { entries: sum(({ entries }) => entries), faults: sum(({ faults }) => faults.count), unaudited: unaudited.count }
}

async function runRounds(race: Race): Promise<Raced> {
  const { recorder, options, field } = race
  const victims = options.victims.length === 0 ? [undefined] : options.victims
  let [milliseconds, raced] = [0, 0]

  for (const [index, victim] of victims.entries()) {
    const operations = Math.ceil(options.operations / victims.length)
    const [before, began] = [recorder.history().operations.length, recorder.clock()]
    await runRound(race, { operations, victim })
    milliseconds += recorder.clock() - began
    raced += recorder.history().operations.length - before
    await readAndEmptyBook(race)

    const history = recorder.history()
    const result = { history, verdict: checkHistory(field.practices, history), seconds: milliseconds / 1000, raced }
    options.say(`round ${index + 1} of ${victims.length}${victim ? `, ${victim} killed` : ''}: ${summaryOf(result)}`)
    if (index === victims.length - 1 || result.verdict.violations.length > 0) return result
  }
  throw new Error('A race has at least one round')
}

/** Once as the race left it, and once when nobody holds anything, and so no cap hides a slot that should be free. */
async function readAndEmptyBook(race: Race): Promise<void> {
  await settle(race)
  await readBack(race)
  await emptyBook(race)
  await settle(race)
  await readBack(race)
}

function summaryOf({ history, verdict, raced }: Raced): string {
  const checks = Object.values(verdict.checks).reduce((sum, count) => sum + count, 0)
  return `${raced} operations raced, ${history.operations.length} with the read-backs, ${checks} checks, ${verdict.violations.length} violations`
}

async function runRound(race: Race, { operations, victim }: { operations: number; victim: Victim | undefined }): Promise<void> {
  const left = { count: operations }
  const clients = Array.from({ length: race.clients }, () => runClient({ ...race, random: fork(race.random), left }))
  const killing = victim && killInTheMiddle(race, { victim, left, operations })
  await Promise.all([...clients, killing]).catch((error: unknown) => {
    // Whoever fails takes the others along, and who waits for the middle of the round.
    left.count = 0
    throw error
  })
}

/** Somewhere between a quarter and a half of the round. */
async function killInTheMiddle({ crew, random }: Race, of: { victim: Victim; left: { count: number }; operations: number }): Promise<void> {
  const killAt = of.operations * (0.5 + random() / 4)
  while (of.left.count > killAt) await setTimeout(5)
  await crew.kill(of.victim, random)
}

function fork(random: Random): Random {
  return createRandom(random() * 2 ** 32)
}
