import type { Queryable } from '../postgres/database.ts'
import type { Chain } from './entry.ts'
import { findChains, findChangedPractices } from './store/chains.ts'
import { findUnauditedChanges, type UnauditedChange } from './store/unaudited-changes.ts'
import { type ChainReport, verifyChain } from './verify-chain.ts'
import { addTo, emptyList, type Listed, type SavedHead } from './verify-faults.ts'

export type VerifyDeps = { db: Queryable; now: () => Date }

export type TrailReport = {
  chains: ChainReport[]
  /** No fault of a chain: the evidence that the provider stopped, or could not write, between a change and its entry. */
  unaudited: Listed<UnauditedChange & { practice: Chain }>
}

/** An answer may take seconds, and its entry is written last. */
const ON_ITS_WAY_MS = 60_000

/** Every chain, or those named; and those whose head was saved, for such a chain may be gone. */
export async function verifyTrail(
  { db, now }: VerifyDeps,
  of: { chains?: readonly Chain[]; saved?: readonly SavedHead[] },
  watch: (chain: Chain, done: number, total: number) => void = () => undefined,
): Promise<TrailReport> {
  const saved = of.saved ?? []
  const chains = of.chains ?? [...(await findChains(db)), ...saved.map(({ chain }) => chain)]
  const practices = of.chains ?? (await findChangedPractices(db))

  const report: TrailReport = { chains: [], unaudited: emptyList() }
  for (const chain of inOrder(chains)) {
    const savedOfChain = saved.filter((head) => head.chain === chain)
    report.chains.push(await verifyChain(db, { chain, saved: savedOfChain }, (done, total) => watch(chain, done, total)))
  }
  const before = new Date(now().getTime() - ON_ITS_WAY_MS)
  for (const practice of inOrder(practices)) {
    if (practice === '-') continue
    for await (const changes of findUnauditedChanges(db, practice, before)) {
      for (const change of changes) addTo(report.unaudited, { ...change, practice })
    }
  }
  return report
}

export function isWhole({ chains }: TrailReport): boolean {
  return chains.every(({ faults }) => faults.count === 0)
}

function inOrder(chains: readonly Chain[]): Chain[] {
  return [...new Set(chains)].sort()
}
