import { resourcesOf } from '../fhir/bundle.ts'
import type { Parameters, Patient } from '../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../fhir/urls.ts'
import type { Address, Telecom } from '../nhs/contact-details.ts'
import { parseLocalDate } from '../nhs/local-time.ts'
import type { Demographics } from '../spine/pds-patient.ts'
import { compareDemographics, type Difference } from './compare-demographics.ts'
import { type Failure, refusedHere, unintelligible } from './failure.ts'
import { findPatient, theOne } from './find-patient.ts'
import type { PracticeLine, PracticeRequest } from './practice-line.ts'
import { decodePracticePatient, type PracticePatient } from './practice-patient.ts'

export type RegisterPatientOutcome =
  | { kind: 'registered'; patient: PracticePatient; differences: readonly Difference[] }
  /** Somebody else registered them in the meantime, or the practice had them all along. */
  | { kind: 'already-known'; patient: PracticePatient; differences: readonly Difference[] }
  /** The answer was lost, and the practice shows no record so far: the registration may yet arrive. To register again is safe. */
  | { kind: 'registration-uncertain'; advice: string; because: Failure; traceId: string | undefined }
  | Failure

const UNCERTAIN =
  'It is not known whether the patient was registered. Try again in a minute, which is safe: a practice keeps one record for an NHS number.'

/** CON-03: registers as a temporary patient, with what PDS holds of them (REG-01). */
export async function registerPatient(
  line: PracticeLine,
  traced: Demographics,
  more: Pick<PracticeRequest, 'isTooLate'> = {},
): Promise<RegisterPatientOutcome> {
  const at = { step: 'register the patient', practice: line.practice } as const
  const birthDate = parseLocalDate(traced.birthDate ?? '')
  if (traced.family === '' || birthDate === undefined) {
    const advice =
      'PDS holds no full name and date of birth, which a registration needs. The practice has to register this patient itself: ring it.'
    return refusedHere(at, 'INCOMPLETE_DEMOGRAPHICS', advice)
  }

  const body = toRegistration({ ...traced, birthDate })
  const reply = await line.ask({ ...at, ...more, interaction: 'registerPatient', path: 'Patient/$gpc.registerpatient', body })
  if (reply.kind === 'failed') {
    const { failure, mayHaveActed } = reply
    // A practice keeps one record per NHS number, so looking again shows what became of a registration.
    if (!mayHaveActed && failure.code !== 'DUPLICATE_REJECTED') return failure
    return afterwards(line, traced, failure)
  }

  const patients = resourcesOf(reply.resource, 'Patient')
  const patient = theOne(patients.map(decodePracticePatient), traced.nhsNumber)
  if (!patient) return afterwards(line, traced, unintelligible(at, reply.traceId))
  return { kind: 'registered', patient, differences: compareDemographics(traced, patient) }
}

async function afterwards(line: PracticeLine, traced: Demographics, failure: Failure): Promise<RegisterPatientOutcome> {
  const isRefused = failure.code === 'DUPLICATE_REJECTED'
  const found = await findPatient(line, traced)
  if (found.kind === 'known') return { ...found, kind: isRefused ? 'already-known' : 'registered' }
  return isRefused ? failure : { kind: 'registration-uncertain', advice: UNCERTAIN, because: failure, traceId: failure.traceId }
}

function toRegistration(traced: Demographics & { birthDate: string }): Parameters {
  const addresses = (['home', 'temp'] as const).flatMap((use) => traced.addresses.find((address) => address.use === use) ?? [])
  const telecom = onePerUse(traced.telecom)
  const patient: Patient = {
    resourceType: 'Patient',
    meta: { profile: [PROFILES.Patient] },
    identifier: [{ extension: [VERIFIED], system: SYSTEMS.nhsNumber, value: traced.nhsNumber }],
    // The usual name of PDS is the official one here.
    name: [
      {
        use: 'official',
        family: traced.family,
        ...(traced.given.length > 0 && { given: [...traced.given] }),
        ...(traced.prefix.length > 0 && { prefix: [...traced.prefix] }),
      },
    ],
    ...(telecom.length > 0 && { telecom }),
    ...(traced.gender && { gender: traced.gender }),
    birthDate: traced.birthDate,
    ...(addresses.length > 0 && { address: addresses.map(toAddress) }),
  }
  return { resourceType: 'Parameters', parameter: [{ name: 'registerPatient', resource: patient }] }
}

/** The trace of this session found the number (CON-04), so it goes out as verified. */
const VERIFIED = {
  url: EXTENSIONS.nhsNumberVerificationStatus,
  valueCodeableConcept: {
    coding: [{ system: SYSTEMS.nhsNumberVerificationStatus, code: '01', display: 'Number present and verified' }],
  },
}

/** REG-01: a telephone of each use, and one e-mail address; nothing else may be sent. */
function onePerUse(telecom: readonly Telecom[]): Telecom[] {
  const phones = (['home', 'work', 'mobile', 'temp'] as const).flatMap(
    (use) => telecom.find((contact) => contact.system === 'phone' && contact.use === use) ?? [],
  )
  const email = telecom.find((contact) => contact.system === 'email')
  return email ? [...phones, { system: 'email', value: email.value, ...(email.use && { use: email.use }) }] : phones
}

function toAddress({ lines, ...rest }: Address) {
  return { ...rest, ...(lines.length > 0 && { line: [...lines] }) }
}
