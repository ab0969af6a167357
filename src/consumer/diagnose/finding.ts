/** What is looked at, in this order. */
export const DIAGNOSIS = {
  settings: 'Settings',
  files: 'Files',
  key: 'Own key',
  certificate: 'Own certificate',
  pdsConnection: 'PDS connection',
  token: 'Access token',
  pds: 'PDS',
  sdsConnection: 'SDS connection',
  sds: 'SDS',
  ownAsid: 'Own ASID',
  sspConnection: 'SSP connection',
  practice: 'Practice',
  clock: 'Clock',
} as const satisfies Record<string, string>

export type DiagnosisStep = keyof typeof DIAGNOSIS

/** For a developer: error code, host, subject and dates of a certificate. Never a number of a patient, a token or a key. */
export type Details = Readonly<Record<string, string>>

export type Verdict =
  | { state: 'good'; says: string; details?: Details }
  /** `says` is what is wrong, `advice` what to do next. */
  | { state: 'bad'; says: string; advice: string; details?: Details }
  /** Not asked: `says` is why. */
  | { state: 'skipped'; says: string }

export type Finding = { step: DiagnosisStep } & Verdict

export const good = (says: string, details: Details = {}): Verdict => ({ state: 'good', says, details })
export const bad = (says: string, advice: string, details: Details = {}): Verdict => ({ state: 'bad', says, advice, details })
export const skipped = (says: string): Verdict => ({ state: 'skipped', says })
