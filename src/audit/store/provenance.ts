import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'
import type { Caller } from '../caller.ts'

export type ChangedRecord = { practice: OdsCode; type: 'Appointment' | 'Patient'; id: string; version: number }

/** AUD-02: written in the transaction that makes the change. */
export async function recordProvenance(tx: Tx, record: ChangedRecord, caller: Caller): Promise<void> {
  const { interactionId, traceId, fromAsid, user, organisation, device } = caller
  await tx.query(
    `insert into provenance (ods_code, target_type, target_id, target_version, interaction_id, trace_id, from_asid, agent)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
    [
      record.practice,
      record.type,
      record.id,
      record.version,
      interactionId,
      traceId,
      fromAsid,
      JSON.stringify({ user, organisation, device }),
    ],
  )
}
