import type { SpinePerson } from '../../dataset/spine-person.ts'

/** A person as PDS shows them (FHIR R4, UK Core). */

const NHS_NUMBER_STATUS = {
  url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus',
  valueCodeableConcept: {
    coding: [
      {
        system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus',
        version: '1.0.0',
        code: '01',
        display: 'Number present and verified',
      },
    ],
  },
}

const CONFIDENTIALITY = {
  unrestricted: { code: 'U', display: 'unrestricted' },
  restricted: { code: 'R', display: 'restricted' },
  'very-restricted': { code: 'V', display: 'very restricted' },
} as const

const DEATH_NOTIFICATION = {
  informal: { code: '1', display: 'Informal - death notice received via an update from a local NHS Organisation such as GP or Trust' },
  formal: { code: '2', display: 'Formal - death notice received from Registrar of Deaths' },
  removed: { code: 'U', display: 'Removed' },
} as const

type Deceased = NonNullable<SpinePerson['deceased']>

function deathNotification({ date, notification }: Deceased): object[] {
  if (!notification) return []
  const coding = [
    { system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-DeathNotificationStatus', version: '1.0.0', ...DEATH_NOTIFICATION[notification] },
  ]
  return [
    {
      url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus',
      extension: [
        { url: 'deathNotificationStatus', valueCodeableConcept: { coding } },
        ...(date === undefined ? [] : [{ url: 'systemEffectiveDate', valueDateTime: date }]),
      ],
    },
  ]
}

/** Elements that would say where somebody is: never shown of a restricted person. */
function whereabouts({ addresses, telecoms, registeredPractice, registeredSince }: SpinePerson): Record<string, readonly object[]> {
  const practice = {
    system: 'https://fhir.nhs.uk/Id/ods-organization-code',
    value: registeredPractice,
    ...(registeredSince !== undefined && { period: { start: registeredSince } }),
  }
  return {
    generalPractitioner: registeredPractice === undefined ? [] : [{ id: 'gp1', type: 'Organization', identifier: practice }],
    address: addresses.map(({ lines, ...address }, index) => ({ id: `address${index + 1}`, ...address, line: lines })),
    telecom: telecoms.map((telecom, index) => ({ id: `telecom${index + 1}`, ...telecom })),
  }
}

/** FHIR has no empty lists. */
function presentOnly(elements: Record<string, readonly object[]>): object {
  return Object.fromEntries(Object.entries(elements).filter(([, list]) => list.length > 0))
}

export function toPatientResource(person: SpinePerson): object {
  const { nhsNumber, version, names, gender, birthDate, deceased, confidentiality } = person
  return {
    resourceType: 'Patient',
    id: nhsNumber,
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber, extension: [NHS_NUMBER_STATUS] }],
    meta: {
      versionId: String(version),
      security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', ...CONFIDENTIALITY[confidentiality] }],
    },
    ...presentOnly({
      name: names.map((name, index) => ({ id: `name${index + 1}`, ...name })),
      extension: deceased ? deathNotification(deceased) : [],
    }),
    ...(gender !== undefined && { gender }),
    ...(birthDate !== undefined && { birthDate }),
    ...(deceased?.date !== undefined && { deceasedDateTime: deceased.date }),
    ...presentOnly(confidentiality === 'unrestricted' ? whereabouts(person) : {}),
  }
}

/** A search shows less: no former names, and no address but the home. */
export function toFoundPatientResource(person: SpinePerson): object {
  return toPatientResource({
    ...person,
    names: person.names.filter(({ use }) => use === 'usual' || use === 'nickname' || use === 'temp'),
    addresses: person.addresses.filter(({ use }) => use === 'home'),
  })
}
