import type { Brand } from '../nhs/brand.ts'
import type { NhsNumber } from '../nhs/nhs-number.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Pds } from '../spine/pds.ts'
import type { Demographics } from '../spine/pds-patient.ts'
import { type Failure, spineUnavailable } from './failure.ts'
import type { Asker } from './practice-line.ts'

/** As PDS has them, and for whom things may go on: only `tracePatient` makes one (CON-04, CON-09). */
export type TracedPatient = Brand<Demographics, 'TracedPatient'>

/** PDS says that nothing may go on for this patient; no practice was told anything (CON-09). */
export type Stopped =
  | { kind: 'stopped'; because: 'sensitive' | 'deceased' | 'not-found' | 'invalidated' | 'invalid-number'; advice: string }
  | { kind: 'stopped'; because: 'superseded'; by: NhsNumber; advice: string }

export type TraceOutcome =
  | { kind: 'traced'; patient: TracedPatient /** Where PDS has them registered. */; registeredPractice: OdsCode | undefined }
  | Stopped
  | Failure

const STOPPED = {
  sensitive: 'This person’s record is restricted: nothing can be booked here. Follow your procedure for restricted records.',
  deceased: 'PDS records this person as deceased. Nothing was sent.',
  'not-found': 'PDS does not know this NHS number. Check it with the patient.',
  invalidated: 'This NHS number is no longer valid. Trace the patient by name and date of birth.',
  'invalid-number': 'PDS does not take this for an NHS number. Check it with the patient.',
  superseded: 'This person has another NHS number now. Start again with that one.',
} as const

/** CON-04: asks PDS, and nobody else. `practice`, if one is meant, is only told in what fails. */
export async function tracePatient(
  deps: { pds: Pds },
  of: { nhsNumber: NhsNumber; practice?: OdsCode | undefined; signal?: AbortSignal | undefined } & Pick<Asker, 'organisation'>,
): Promise<TraceOutcome> {
  const { nhsNumber, practice, organisation, signal } = of
  const trace = await deps.pds.retrieve(nhsNumber, { signal, endUserOrganisation: organisation.odsCode })
  switch (trace.kind) {
    case 'unavailable':
      return spineUnavailable({ step: 'trace the patient', practice }, 'pds', trace)
    case 'superseded':
      return { kind: 'stopped', because: trace.kind, by: trace.by, advice: STOPPED.superseded }
    case 'not-found':
    case 'invalidated':
    case 'invalid-number':
      return { kind: 'stopped', because: trace.kind, advice: STOPPED[trace.kind] }
    case 'found':
      break
  }
  if (trace.sensitive) return { kind: 'stopped', because: 'sensitive', advice: STOPPED.sensitive }
  if (trace.deceased) return { kind: 'stopped', because: 'deceased', advice: STOPPED.deceased }
  return { kind: 'traced', patient: trace.demographics as TracedPatient, registeredPractice: trace.registeredPractice }
}
