import { resourcesOf } from '../fhir/bundle.ts'
import { SYSTEMS } from '../fhir/urls.ts'
import type { NhsNumber } from '../nhs/nhs-number.ts'
import type { Demographics } from '../spine/pds-patient.ts'
import { isA } from './bundle-reading.ts'
import { compareDemographics, type Difference } from './compare-demographics.ts'
import { type Failure, unintelligible } from './failure.ts'
import type { PracticeLine } from './practice-line.ts'
import { decodePracticePatient, type PracticePatient } from './practice-patient.ts'

export type FindPatientOutcome =
  /** `differences` from PDS are to be shown to the user (CON-06). */
  | { kind: 'known'; patient: PracticePatient; differences: readonly Difference[] }
  /** The practice has no active record to show: CON-03 goes on with a registration. */
  | { kind: 'no-record' }
  | Failure

/** PAT-01, from this side. */
export async function findPatient(line: PracticeLine, traced: Demographics): Promise<FindPatientOutcome> {
  const found = await findRecord(line, traced.nhsNumber)
  if (found.kind !== 'held') return found
  return { kind: 'known', patient: found.patient, differences: compareDemographics(traced, found.patient) }
}

/** Whose record it is said to be, and nothing of whether PDS agrees. */
export async function findRecord(
  line: PracticeLine,
  nhsNumber: NhsNumber,
): Promise<{ kind: 'held'; patient: PracticePatient } | { kind: 'no-record' } | Failure> {
  const step = 'find the patient'
  const reply = await line.ask({
    step,
    interaction: 'findPatient',
    path: 'Patient',
    query: [['identifier', `${SYSTEMS.nhsNumber}|${nhsNumber}`]],
  })
  if (reply.kind === 'failed') return reply.failure

  const garbled = unintelligible({ step, practice: line.practice }, reply.traceId)
  if (!isA('Bundle', reply.resource)) return garbled
  const patients = resourcesOf(reply.resource, 'Patient')
  if (patients.length === 0) return { kind: 'no-record' }

  const patient = theOne(patients.map(decodePracticePatient), nhsNumber)
  return patient ? { kind: 'held', patient } : garbled
}

/** Two records, or somebody else's, are no answer: booking for the wrong person is worse than not booking. */
export function theOne(patients: readonly (PracticePatient | undefined)[], nhsNumber: NhsNumber): PracticePatient | undefined {
  const [patient, ...others] = patients
  return others.length === 0 && patient?.nhsNumber === nhsNumber ? patient : undefined
}
