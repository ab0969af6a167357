import type { Answered } from './afterwards.ts'
import { ask } from './ask.ts'
import { createSender, type Sender } from './exchange.ts'
import { judgeLine } from './judge-log.ts'
import { createJunk, type Junk } from './junk.ts'
import { draftOf, type KindName, type Plan, planOf, type Step } from './plan.ts'
import { beginRound, checkGoodRequests, type Round } from './rounds.ts'
import { type Memory, startProviderUnderFuzz } from './start-provider.ts'

export type FuzzOptions = {
  seed: number
  /** Which ones are sent: from the first number, and so many. */
  first: number
  requests: number
  only: readonly KindName[]
  deadlineMs: number
  databaseUrl?: string
  onProgress?: (report: FuzzReport) => void
}

export type Failure = { number: number; steps: readonly string[]; faults: readonly string[]; bytes: Buffer }

export type FuzzReport = {
  sent: number
  /** By kind, by what was answered: `400 BAD_REQUEST`. */
  counts: Map<KindName, Map<string, number>>
  failures: Failure[]
  /** What no one request is known to have done. */
  faults: string[]
  milliseconds: number
  memory: { before: Memory | undefined; after: Memory | undefined }
}

/** Requests share a practice until most of its slots and appointments are used up. */
const ROUND = 500
/** Practices that only good requests are sent to. */
const [GOOD_BEFORE, GOOD_AFTER] = [900_000, 900_001]
const AT_ONCE = 16
const ENOUGH = 20

export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const report: FuzzReport = {
    sent: 0,
    counts: new Map(),
    failures: [],
    faults: [],
    milliseconds: 0,
    memory: { before: undefined, after: undefined },
  }
  const provider = await startProviderUnderFuzz((line, from) => report.faults.push(...judgeLine(line, from)), options.databaseUrl)
  const senders = Array.from({ length: AT_ONCE }, () => createSender(provider.port, options.deadlineMs))
  const [sender] = senders as [Sender]
  const count: Answered = { answered: 0, unclear: 0 }
  const of = { provider, sender, count, seed: options.seed }
  const run = { options, count, report, junk: createJunk(options.seed), isOver: () => isOver(report) || provider.ended() !== undefined }
  try {
    report.faults.push(...(await checkGoodRequests(of, GOOD_BEFORE)))
    report.memory.before = await provider.memory()
    const startedAt = performance.now()
    const end = options.first + options.requests
    for (let first = options.first; first < end && !run.isOver(); ) {
      const next = Math.min(end, (Math.floor(first / ROUND) + 1) * ROUND)
      await fuzzRound(run, await beginRound(of, Math.floor(first / ROUND)), { senders, first, end: next })
      first = next
    }
    report.milliseconds = performance.now() - startedAt
    if (!run.isOver()) report.faults.push(...(await checkGoodRequests(of, GOOD_AFTER)))
    report.memory.after = await provider.memory()
    report.faults.push(...(await provider.afterwards(count)))
  } catch (error) {
    report.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    for (const each of senders) each.close()
    await provider.close()
  }
  return report
}

const isOver = ({ failures, faults }: FuzzReport) => failures.length + faults.length >= ENOUGH

type Run = { options: FuzzOptions; count: Answered; report: FuzzReport; junk: Junk; isOver: () => boolean }

/** As many at once as there are senders, each of which takes the next when it has its answer. */
async function fuzzRound(run: Run, round: Round, of: { senders: readonly Sender[]; first: number; end: number }): Promise<void> {
  let next = of.first
  const work = async (sender: Sender) => {
    while (next < of.end && !run.isOver()) {
      next += 1
      await fuzzOne(run, round, sender, next - 1)
    }
  }
  // To the end, also where one of them fails: an answer that is still to come is no fault of the provider's.
  const worked = await Promise.allSettled(of.senders.map(work))
  for (const result of worked) if (result.status === 'rejected') throw result.reason
}

async function fuzzOne({ options, count, report, junk }: Run, round: Round, sender: Sender, number: number): Promise<void> {
  const plan = planOf(options.seed, number, options.only)
  const send = async (steps: readonly Step[]) => {
    const draft = draftOf({ seed: options.seed, ...round, junk }, plan, steps)
    return { steps, ...(await ask(sender, draft, count)) }
  }
  const asked = await send(plan.steps)
  report.sent += 1
  countIn(report.counts, plan, asked.label)
  if (asked.faults.length > 0) {
    // Whether one of the steps does it alone. What hung once is not asked for again.
    const alone = /in time/.test(asked.faults.join()) ? [] : plan.steps.map((step) => [step])
    let least = asked
    for (const steps of alone) {
      const less = least.steps.length > 1 ? await send(steps) : least
      if (less.faults.length > 0) least = less
    }
    report.failures.push({
      number,
      steps: least.steps.map(({ kind, name }) => `${kind}: ${name}`),
      faults: least.faults,
      bytes: least.bytes,
    })
  }
  options.onProgress?.(report)
}

function countIn(counts: FuzzReport['counts'], { kind }: Plan, label: string): void {
  const ofKind = counts.get(kind) ?? new Map<string, number>()
  counts.set(kind, ofKind.set(label, (ofKind.get(label) ?? 0) + 1))
}
