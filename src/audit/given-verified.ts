import assert from 'node:assert/strict'
import { givenDatabase } from '../../test/given/database.ts'
import type { Chain } from './entry.ts'
import type { ChainReport } from './verify-chain.ts'
import type { Fault, SavedHead } from './verify-faults.ts'
import { verifyTrail } from './verify-trail.ts'

export async function verified(chain: Chain, saved: readonly SavedHead[] = []): Promise<ChainReport> {
  const db = await givenDatabase()
  const [report, ...others] = (await verifyTrail({ db, now: () => new Date() }, { chains: [chain], saved })).chains
  assert.ok(report && others.length === 0)
  return report
}

export async function faultsOf(chain: Chain, saved?: readonly SavedHead[]): Promise<Fault[]> {
  const { faults } = await verified(chain, saved)
  assert.equal(faults.count, faults.items.length)
  return faults.items
}
