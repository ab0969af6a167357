import { searchset } from '../fhir/bundle.ts'
import type { Resource } from '../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../fhir/urls.ts'
import type { Examples } from './interactions.ts'

/** Invented: the NHS number is of the range that is never issued. */
export const IDS = {
  organization: 'c0a5e5b2-7d0c-4d5c-9a55-0f2d6c1b7e01',
  location: '6f3b9f8e-52f0-4c43-8b6e-0f2d6c1b7e02',
  practitioner: '2b8f6f4d-90b1-4d3a-9d0b-0f2d6c1b7e03',
  service: 'a7d4c0f1-3e2b-4a6f-8c7d-0f2d6c1b7e04',
  patient: 'e41c7a90-6b5d-4e2f-b3a8-0f2d6c1b7e05',
  schedule: '9d2e8b7c-1f4a-4b6d-a5c3-0f2d6c1b7e06',
  slot: '58b7d3e6-c2a9-4f1e-9b4d-0f2d6c1b7e07',
  appointment: '3c6a1f9d-8e7b-4d25-b6f0-0f2d6c1b7e08',
} as const

const NHS_NUMBER = '9990000018'
export const START = '2026-03-02T09:00:00+00:00'
export const END = '2026-03-02T09:10:00+00:00'

export const meta = (type: Exclude<keyof typeof PROFILES, 'Bundle' | 'OperationOutcome'>, version = '1') => ({
  versionId: version,
  profile: [PROFILES[type]],
})
const phone = { system: 'phone' as const, value: '0113 496 0000' }

export const organization: Resource = {
  resourceType: 'Organization',
  id: IDS.organization,
  meta: meta('Organization'),
  identifier: [{ system: SYSTEMS.odsOrganisationCode, value: 'A20047' }],
  name: 'Test Surgery',
  telecom: [phone],
  address: [{ line: ['1 High Street'], city: 'Leeds', postalCode: 'LS1 6AE' }],
}

export const location: Resource = {
  resourceType: 'Location',
  id: IDS.location,
  meta: meta('Location'),
  name: 'Test Surgery',
  address: { line: ['1 High Street'], city: 'Leeds', postalCode: 'LS1 6AE' },
  managingOrganization: { reference: `Organization/${IDS.organization}` },
}

export const practitioner: Resource = {
  resourceType: 'Practitioner',
  id: IDS.practitioner,
  meta: meta('Practitioner'),
  identifier: [{ system: SYSTEMS.sdsUserId, value: '555000111222' }],
  name: [{ family: 'Patel', given: ['Asha'], prefix: ['Dr'] }],
  gender: 'female',
}

export const healthcareService: Resource = {
  resourceType: 'HealthcareService',
  id: IDS.service,
  meta: meta('HealthcareService'),
  identifier: [{ system: SYSTEMS.dosServiceId, value: '2000099999' }],
  providedBy: { reference: `Organization/${IDS.organization}` },
  name: 'Extended hours',
}

export const schedule: Resource = {
  resourceType: 'Schedule',
  id: IDS.schedule,
  meta: meta('Schedule'),
  extension: [role()],
  serviceCategory: { text: 'Morning surgery' },
  actor: [{ reference: `Location/${IDS.location}` }, { reference: `Practitioner/${IDS.practitioner}` }],
  planningHorizon: { start: START, end: '2026-03-02T12:00:00+00:00' },
}

export const slot: Resource = {
  resourceType: 'Slot',
  id: IDS.slot,
  meta: meta('Slot'),
  extension: [channel()],
  serviceType: [{ text: 'GP appointment' }],
  schedule: { reference: `Schedule/${IDS.schedule}` },
  status: 'free',
  start: START,
  end: END,
}

export const patient: Resource = {
  resourceType: 'Patient',
  id: IDS.patient,
  meta: meta('Patient'),
  extension: [
    {
      url: EXTENSIONS.registrationDetails,
      extension: [
        { url: 'registrationPeriod', valuePeriod: { start: '2010-01-01T00:00:00+00:00' } },
        {
          url: 'registrationType',
          valueCodeableConcept: { coding: [{ system: SYSTEMS.registrationType, code: 'R', display: 'Regular' }] },
        },
      ],
    },
  ],
  identifier: [
    {
      extension: [
        {
          url: EXTENSIONS.nhsNumberVerificationStatus,
          valueCodeableConcept: {
            coding: [{ system: SYSTEMS.nhsNumberVerificationStatus, code: '01', display: 'Number present and verified' }],
          },
        },
      ],
      system: SYSTEMS.nhsNumber,
      value: NHS_NUMBER,
    },
  ],
  active: true,
  name: [{ use: 'official', family: 'Example', given: ['Pat'] }],
  gender: 'female',
  birthDate: '1980-04-05',
  managingOrganization: { reference: `Organization/${IDS.organization}` },
}

export const registration: Resource = {
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'registerPatient',
      resource: {
        resourceType: 'Patient',
        meta: { profile: [PROFILES.Patient] },
        identifier: [{ system: SYSTEMS.nhsNumber, value: NHS_NUMBER }],
        name: [{ use: 'official', family: 'Example', given: ['Pat'] }],
        birthDate: '1980-04-05',
        telecom: [{ system: 'phone', value: '07700 900123', use: 'mobile' }],
      },
    },
  ],
}

export const example = (summary: string, value: unknown): Examples => ({ example: { summary, value } })
export const found = (summary: string, ...resources: readonly Resource[]): Examples => ({
  found: { summary, value: searchset(resources) },
  nothing: { summary: 'Nothing was found', value: searchset([]) },
})

export function role() {
  return {
    url: EXTENSIONS.practitionerRole,
    valueCodeableConcept: { coding: [{ system: SYSTEMS.sdsJobRoleName, code: 'R0260', display: 'General Medical Practitioner' }] },
  }
}

export function channel() {
  return { url: EXTENSIONS.deliveryChannel, valueCode: 'In-person' }
}
