import type { OrganisationRecord } from './organisation-record.ts'

/** The names of the roles that are known here; others go by their code. */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  RO76: 'GP PRACTICE',
  RO177: 'PRESCRIBING COST CENTRE',
  RO197: 'NHS TRUST',
  RO318: 'INTEGRATED CARE BOARD',
}

const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code'
const ROLE = 'https://digital.nhs.uk/services/organisation-data-service/CodeSystem/ODSOrganisationRole'
const ROLE_EXTENSION = 'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-OrganisationRole'

function roleExtension(role: string, { active, isPrimary, instance }: { active: boolean; isPrimary: boolean; instance: number }): object {
  const display = ROLE_NAMES[role]
  const coding = [{ system: ROLE, code: role, ...(display !== undefined && { display }) }]
  return {
    url: ROLE_EXTENSION,
    extension: [
      { url: 'instanceID', valueInteger: instance },
      { url: 'roleCode', valueCodeableConcept: { coding } },
      ...(isPrimary ? [{ url: 'primaryRole', valueBoolean: true }] : []),
      { url: 'active', valueBoolean: active },
    ],
  }
}

/** FHIR has no empty lists. */
const listed = (name: string, list: readonly object[]) => (list.length === 0 ? {} : { [name]: list })

export function toOrganizationResource({ odsCode, name, address, telecoms, roles, active }: OrganisationRecord): object {
  const { lines, ...places } = address
  const written = { ...(lines.length > 0 && { line: lines }), ...places }
  return {
    resourceType: 'Organization',
    id: odsCode,
    meta: {
      versionId: '1',
      profile: [
        'https://fhir.nhs.uk/England/StructureDefinition/England-Organization-ODS',
        'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization',
      ],
    },
    ...listed(
      'extension',
      roles.map((role, index) => roleExtension(role, { active, isPrimary: index === 0, instance: index + 1 })),
    ),
    identifier: [{ use: 'official', system: ODS_CODE, value: odsCode, assigner: { display: 'HSCIC' } }],
    active,
    type: [
      { coding: [{ system: 'https://fhir.nhs.uk/England/CodeSystem/England-ODSRecordUseType', code: 'Full' }] },
      {
        coding: [
          { system: 'https://digital.nhs.uk/services/organisation-data-service/CodeSystem/ODSRecordClass', code: 'RC1', display: 'HSCOrg' },
        ],
      },
    ],
    name,
    ...listed(
      'telecom',
      telecoms.map(({ system, value }) => ({ system, value })),
    ),
    ...listed('address', Object.keys(written).length === 0 ? [] : [written]),
  }
}
