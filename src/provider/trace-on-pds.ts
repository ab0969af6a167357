import type { Logger } from 'pino'
import type { TracePatient } from '../patients/trace.ts'
import type { Pds } from '../spine/pds.ts'

export function traceOnPds(pds: Pick<Pds, 'retrieve'>, log: Pick<Logger, 'warn'>): TracePatient {
  return async (nhsNumber) => {
    const outcome = await pds.retrieve(nhsNumber)
    // Whoever runs this has to mend what keeps it from PDS; the consumer is only told that PDS could not be asked.
    if (outcome.kind === 'unavailable') log.warn({ reason: outcome.reason, fault: outcome.fault }, 'PDS could not be asked')
    // REG-02: invalid, whether PDS took it out of use or never held it for a number.
    return outcome.kind === 'invalid-number' ? { kind: 'invalidated' } : outcome
  }
}
