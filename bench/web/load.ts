import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '../../test/race/random.ts'
import { type Done, takeCalls } from './call-handler.ts'
import { type Answered, createVisitor } from './visitor.ts'

const SEED = 20_260_302
/** All of them have records at the sandbox's practices. */
const PATIENTS = ['9990000018', '9990000026', '9990000042', '9990000050', '9990000069', '9990000077', '9990000085']
const NAME = /^Sign in as Mr Dev Ackroyd/
/** What is asked of no practice and of nothing on Spine: all of it is the app's own time. */
const OWN = ['GET /find-patient', 'GET /patient/:id', 'GET /patient/:id/appointments/:id/cancel', 'GET /patient/:id/slots/where']

export type WebLoad = {
  users: number
  seconds: number
  done: Done
  requests: number
  failed: number
  firstFailure?: string
  p50: number
  p95: number
  p99: number
  /** Of pages that ask nobody. */
  ownP95: number
  slowest: { name: string; p95: number; requests: number }[]
}

/** So many users, each with a session, a connection and calls of their own. Failures are answers of 400 and above, and calls that did not end as they should. */
export async function takeCallsFor(
  home: string,
  of: { users: number; forMs: number; thinks: { leastMs: number; mostMs: number } },
): Promise<WebLoad> {
  const answers: Answered[] = []
  const done: Done = { calls: 0, booked: 0, cancelled: 0, taken: 0 }
  const until = performance.now() + of.forMs
  const failures: string[] = []
  const began = performance.now()
  const user = async (number: number) => {
    const random = createRandom(SEED + number)
    // Nobody begins a shift in the same second as all others.
    if (of.users > 1) await wait(random() * 10_000)
    const visitor = createVisitor(home, (answer) => answers.push(answer))

    const failed = (error: unknown) => void failures.push(String(error))
    const handler = { visitor, name: NAME, about: `Bench ${number}`, patients: PATIENTS, random, thinks: of.thinks, failed }
    await takeCalls(handler, () => performance.now() < until, done).catch(failed)
  }
  await Promise.all(Array.from({ length: of.users }, (_, number) => user(number)))

  for (const { name, method, status } of answers) if (status >= 400) failures.push(`${method} ${name}: ${status}`)
  const nameOf = ({ method, name }: Answered) => `${method} ${name}`
  const times = answers.map(({ ms }) => ms)
  const kinds = Map.groupBy(answers, nameOf)
  return {
    users: of.users,
    seconds: (performance.now() - began) / 1000,
    done,
    requests: answers.length,
    failed: failures.length,
    ...(failures[0] !== undefined && { firstFailure: failures[0] }),
    p50: percentile(times, 50),
    p95: percentile(times, 95),
    p99: percentile(times, 99),
    ownP95: percentile(
      answers.filter((answer) => OWN.includes(nameOf(answer))).map(({ ms }) => ms),
      95,
    ),
    slowest: [...kinds]
      .map(([name, those]) => ({
        name,
        requests: those.length,
        p95: percentile(
          those.map(({ ms }) => ms),
          95,
        ),
      }))
      .sort((one, other) => other.p95 - one.p95)
      .slice(0, 5),
  }
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}
