import type { Gender } from '../directory/model.ts'
import type { Address, Telecom } from '../nhs/contact-details.ts'
import type { NhsNumber } from '../nhs/nhs-number.ts'
import { type ClaimedDemographics, demographicsAgree } from '../nhs/verify-demographics.ts'

export type TracedDemographics = ClaimedDemographics & {
  prefix: readonly string[]
  gender?: Gender
  addresses: readonly Address[]
  telecom: readonly Telecom[]
}

/** What PDS says of an NHS number. `superseded`: it answered with another number's record. */
export type Trace =
  | { kind: 'found'; demographics: TracedDemographics; deceased: boolean; sensitive: boolean }
  | { kind: 'superseded' | 'invalidated' | 'not-found' }
  | { kind: 'unavailable'; reason: string }

export type TracePatient = (nhsNumber: NhsNumber) => Promise<Trace>

/** PAT-03: verified on PDS, and not deceased, sensitive, invalid or superseded there. */
export function isVerifiedBy(trace: Trace, claimed: ClaimedDemographics): boolean {
  return trace.kind === 'found' && !trace.deceased && !trace.sensitive && demographicsAgree(claimed, trace.demographics)
}
