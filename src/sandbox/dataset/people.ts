import type { PracticeFileSource } from '../../dataset/practice-file.ts'
import type { SpineFileSource } from '../../dataset/spine-file.ts'

export type SpinePersonSource = NonNullable<SpineFileSource['people']>[number]
export type PatientSource = NonNullable<PracticeFileSource['patients']>[number]

/** The sandbox's three practices, by the short names that its data set uses. */
export type PracticeName = 'northLeeds' | 'oakwoodLane' | 'streetLane'

/** One invented person: what PDS knows, and what the practices hold. `story` is what somebody who tries things out wants to know. */
export type SandboxPerson = {
  nhsNumber: string
  story: string
  /** Absent for somebody whom PDS does not know. */
  pds?: SpinePersonSource
  records: readonly { practice: PracticeName; patient: PatientSource }[]
}

export type Details = {
  nhsNumber: string
  family: string
  given: readonly string[]
  prefix: string
  gender: 'male' | 'female'
  birthDate: string
  address: readonly [line: string, postalCode: string]
  mobile?: string
  practice?: string
}

/** As PDS has somebody of whom nothing is unusual; `unusual` says the rest. */
export function onPds(of: Details, unusual: Partial<SpinePersonSource> = {}): SpinePersonSource {
  return {
    nhsNumber: of.nhsNumber,
    names: [{ use: 'usual', family: of.family, given: [...of.given], prefix: [of.prefix] }],
    gender: of.gender,
    birthDate: of.birthDate,
    addresses: [{ use: 'home', lines: [of.address[0], 'Leeds', 'West Yorkshire'], postalCode: of.address[1] }],
    telecoms: of.mobile ? [{ system: 'phone', value: of.mobile, use: 'mobile' }] : [],
    ...(of.practice && { registeredPractice: of.practice, registeredSince: '2012-04-02' }),
    ...unusual,
  }
}

/** A regular patient whose number has been traced; `unusual` says what is otherwise. */
export function recordOf(of: Details, unusual: Partial<PatientSource> = {}): PatientSource {
  return {
    nhsNumber: of.nhsNumber,
    nhsNumberVerified: true,
    family: of.family,
    given: [...of.given],
    prefix: [of.prefix],
    birthDate: of.birthDate,
    gender: of.gender,
    addresses: [{ use: 'home', lines: [of.address[0]], city: 'Leeds', district: 'West Yorkshire', postalCode: of.address[1] }],
    telecom: of.mobile ? [{ system: 'phone', value: of.mobile, use: 'mobile' }] : [],
    language: 'en',
    registration: { type: 'R', start: '2012-04-02' },
    ...unusual,
  }
}
