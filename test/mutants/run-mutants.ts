import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { copyTheSource, whileBroken } from './copy-of-the-source.ts'
import type { Order } from './judge-copy.ts'
import type { Mutant } from './mutant.ts'
import { judged, type Outcome, type Verdict } from './verdict.ts'

const JUDGE = fileURLToPath(new URL('judge-copy.ts', import.meta.url))
const LONGEST_MS = 240_000

export type MutantRun = {
  /** What keeps the judge from saying anything: it finds fault with the provider as it is. */
  unbroken: readonly string[]
  outcomes: readonly Outcome[]
}

/**
 * Breaks copies one way at a time, so many copies at once, and has each judged by its interactions' scenarios. `asItIs`: the provider is
 * judged unbroken too.
 */
export async function runMutants(
  mutants: readonly Mutant[],
  { jobs, asItIs = true, onOutcome }: { jobs: number; asItIs?: boolean; onOutcome?: (outcome: Outcome) => void },
): Promise<MutantRun> {
  const queue = [...mutants]
  const outcomes: Outcome[] = []
  let unbroken: readonly string[] | undefined = asItIs ? undefined : []

  async function work(): Promise<void> {
    const copy = await copyTheSource()
    try {
      // First, and once: against a provider that fails anyway everything would count as caught.
      if (unbroken === undefined) {
        unbroken = []
        unbroken = await faultsAsItIs(copy.directory, mutants)
      }
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        const outcome = await judgeMutant(copy.directory, mutant)
        outcomes.push(outcome)
        onOutcome?.(outcome)
      }
    } finally {
      copy.remove()
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, mutants.length) }, work))
  return { unbroken: unbroken ?? [], outcomes }
}

/** By the scenarios of all that are to be broken, at a practice that filters by service only where one of them needs it. */
async function faultsAsItIs(directory: string, mutants: readonly Mutant[]): Promise<string[]> {
  const faults: string[] = []
  for (const filtersByService of [false, true]) {
    const those = mutants.filter((mutant) => (mutant.filtersByService ?? false) === filtersByService)
    const interactions = [...new Set(those.flatMap((mutant) => mutant.interactions))]
    if (interactions.length === 0) continue
    faults.push(...faultsOf(await judgeCopy({ directory, interactions, rule: undefined, filtersByService })))
  }
  return faults
}

function faultsOf({ broken, caughtBy }: Verdict): string[] {
  return [...broken, ...caughtBy.map(({ scenario, requirement }) => `${scenario} (${requirement})`)]
}

async function judgeMutant(directory: string, mutant: Mutant): Promise<Outcome> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  try {
    const { interactions, rule, filtersByService = false } = mutant
    const verdict = await whileBroken(directory, mutant, () => judgeCopy({ directory, interactions, rule, filtersByService }))
    return { mutant, ...judged(mutant, verdict), seconds: seconds() }
  } catch (error) {
    return { mutant, problem: error instanceof Error ? error.message : String(error), seconds: seconds() }
  }
}

/** In a process of its own, which a broken provider may bring down or keep busy for ever. */
function judgeCopy(order: Order): Promise<Verdict> {
  const child = fork(JUDGE, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said = `${said}${text}`.slice(-2000)))
  return new Promise<Verdict>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`no verdict within ${LONGEST_MS / 1000} seconds`))
    }, LONGEST_MS)
    child.once('message', (verdict) => resolve(verdict as Verdict))
    child.once('exit', () => {
      clearTimeout(late)
      reject(new Error(`ended without a verdict: ${said.trim()}`))
    })
    child.send(order)
  })
}
