import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type CircuitState, findFreeSlotsAcross } from '../../src/consumer/index.ts'
import type { FaultRule } from '../../src/simulator/faults/fault-script.ts'
import { givenWorld, type World } from '../given/world.ts'

/** For the federation as a whole; who is well answers in a fraction of it. */
const DEADLINE_MS = 10_000
const PRACTICES = 10

const KINDS: readonly FaultRule['what'][] = [
  { kind: 'delay', ms: 300 },
  { kind: 'time-out' },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 504 },
  { kind: 'wrong-media-type' },
  { kind: 'truncated-body' },
  { kind: 'expired-certificate' },
  { kind: 'skewed-clock', minutes: 30 },
  { kind: 'skewed-clock', minutes: -30 },
]

export type FaultyPracticeOutcome = {
  searches: number
  /** How often each kind of fault was played. */
  played: Record<string, number>
  circuit: CircuitState[]
  /** What the faulty practice was reported as, and how often. */
  reportedAs: Record<string, number>
  /** Of this process, both ends of each. */
  connections: { before: number; after: number; busy: number }
  slowestMs: number
  heapGrowthBytes: number
}

/** Ten practices, one of which fails at that rate, in every way there is: searched as a federation, over mutual TLS. */
export async function searchWithFaultyPractice(
  t: TestContext,
  { searches, rate }: { searches: number; rate: number },
): Promise<FaultyPracticeOutcome> {
  const circuit: CircuitState[] = []
  const world = await givenWorld(t, {
    practices: Array.from({ length: PRACTICES }, () => ({ slots: ['2026-03-02T09:00', '2026-03-02T09:10'] })),
    tls: {},
    timeoutMs: 2_000,
    circuits: { failures: 2, openForMs: 0, onChange: ({ state }) => circuit.push(state) },
  })
  const faulty = world.practices[0]
  assert.ok(faulty)
  const before = openSockets()
  await search(world, faulty.odsCode)
  const heapBefore = heapUsed()

  world.faults.replace({ kind: 'faults', seed: 7, rules: rulesFor(faulty.odsCode, rate) })
  const reportedAs: Record<string, number> = {}
  let slowestMs = 0
  for (let count = 0; count < searches; count += 1) {
    const { faultyAs, tookMs } = await search(world, faulty.odsCode)
    reportedAs[faultyAs] = (reportedAs[faultyAs] ?? 0) + 1
    slowestMs = Math.max(slowestMs, tookMs)
  }

  const played: Record<string, number> = {}
  for (const { what, played: times } of world.faults.list()) played[what.kind] = (played[what.kind] ?? 0) + times
  // One that is well again closes the circuit, whatever state the last fault left it in.
  world.faults.replace({ kind: 'faults', seed: 7, rules: [] })
  const { faultyAs } = await search(world, faulty.odsCode)
  assert.equal(faultyAs, 'offers')
  const { busy } = world.connections()
  const after = await settled(before)
  return {
    searches,
    played,
    circuit,
    reportedAs,
    connections: { before, after, busy },
    slowestMs,
    heapGrowthBytes: heapUsed() - heapBefore,
  }
}

/** The rate is shared out among the kinds: what comes later gets its part of what those before left. */
function rulesFor(practice: string, ofAll: number): FaultRule[] {
  const share = ofAll / (KINDS.length + 1)
  const rate = (index: number) => share / (1 - share * index)
  const atSsp = KINDS.map((what, index): FaultRule => ({ where: { service: 'ssp', practice }, when: { rate: rate(index) }, what }))
  return [...atSsp, { where: { service: 'sds', practice }, when: { rate: share }, what: { kind: 'stale-address' } }]
}

/** Every practice but the faulty one must be complete, and in time. */
async function search(world: World, faultyCode: string): Promise<{ faultyAs: string; tookMs: number }> {
  const began = performance.now()
  let faultyAs = 'nothing'
  let complete = 0
  const of = { federation: world.practices, deadlineMs: DEADLINE_MS, atOnce: PRACTICES, from: '2026-03-02', to: '2026-03-08' }
  for await (const { practice, outcome } of findFreeSlotsAcross(world.deps, world.asker, of)) {
    if (practice.odsCode === faultyCode) {
      faultyAs = outcome.kind === 'offers' ? 'offers' : `${outcome.kind}: ${outcome.code}`
    } else {
      assert.ok(outcome.kind === 'offers', JSON.stringify(outcome))
      assert.equal(outcome.offers.length, 2)
      complete += 1
    }
  }
  assert.equal(complete, PRACTICES - 1)
  return { faultyAs, tookMs: performance.now() - began }
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCPSocketWrap|TLSWrap|TCPWRAP/i.test(kind)).length
}

/** Connections that are kept end when they have been idle for some seconds. */
async function settled(atMost: number): Promise<number> {
  for (let waited = 0; waited < 8_000 && openSockets() > atMost; waited += 100) await wait(100)
  return openSockets()
}

function heapUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
