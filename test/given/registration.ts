import { PROFILES, SYSTEMS } from '../../src/fhir/urls.ts'
import type { Trace, TracedDemographics } from '../../src/patients/trace.ts'

/** The Parameters that a well-behaved consumer sends to register Jane Jackson (REG-01); what is given as undefined is left out. */
export function givenRegistration(nhsNumber: string, patient: Record<string, unknown> = {}) {
  const resource = {
    resourceType: 'Patient',
    meta: { profile: [PROFILES.Patient] },
    identifier: [{ system: SYSTEMS.nhsNumber, value: nhsNumber }],
    name: [{ use: 'official', family: 'Jackson', given: ['Jane'] }],
    telecom: [{ system: 'phone', value: '07700 900123', use: 'mobile' }],
    birthDate: '1952-05-31',
    ...patient,
  }
  const present = Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== undefined))
  return { resourceType: 'Parameters', parameter: [{ name: 'registerPatient', resource: present }] }
}

/** What PDS says of Jane Jackson. */
export function givenTrace(flags: { deceased?: boolean; sensitive?: boolean } = {}, demographics: Partial<TracedDemographics> = {}): Trace {
  return {
    kind: 'found',
    deceased: false,
    sensitive: false,
    ...flags,
    demographics: {
      family: 'Jackson',
      given: ['Jane'],
      prefix: [],
      birthDate: '1952-05-31',
      gender: 'female',
      addresses: [{ use: 'home', lines: ['9 From PDS'], city: 'York' }],
      telecom: [],
      ...demographics,
    },
  }
}
