import { newOdsCode } from '../../test/given/database.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Database } from '../postgres/database.ts'
import { createAuditTrail } from './audit-trail.ts'
import type { AuditEntry, Chain } from './entry.ts'

const BEGAN = Date.parse('2026-03-02T08:00:00Z')

/** The number-th call of a practice, a minute after the one before. */
export function givenEntry(number: number, rest: Partial<AuditEntry> = {}): AuditEntry {
  const at = new Date(BEGAN + number * 60_000).toISOString()
  return { at, requestId: `request-${number}`, admitted: true, status: 200, traceId: `trace-${number}`, ...rest }
}

/** A chain of its own with so many entries. */
export async function givenChain(db: Database, length: number): Promise<OdsCode> {
  const chain = newOdsCode()
  await addEntries(db, chain, { from: 1, to: length })
  return chain
}

export async function addEntries(db: Database, chain: Chain, { from, to }: { from: number; to: number }): Promise<void> {
  const trail = createAuditTrail(db)
  for (let number = from; number <= to; number += 1) await trail.append(chain, givenEntry(number))
}
