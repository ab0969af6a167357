import type { Address, Telecom } from '../nhs/contact-details.ts'
import { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'
import { identifierAt, type Loose, objectAt, objectsAt, textAt, textsAt } from './loose-json.ts'

/** By the roles that are published of the terminology API; what has none of them is `other`. */
const KINDS = [
  ['RO76', 'gp-practice'],
  ['RO197', 'nhs-trust'],
  ['RO318', 'integrated-care-board'],
] as const

export const GP_PRACTICE_ROLE = 'RO76'

export type Organisation = {
  odsCode: OdsCode
  /** In capitals, mostly. */
  name: string
  kind: (typeof KINDS)[number][1] | 'other'
  /** ODS roles that it has today; all it had, where it has closed. */
  roles: readonly string[]
  isOpen: boolean
  address: Address
  telecom: readonly Telecom[]
}

const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code'
const ROLE = 'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-OrganisationRole'

/** Undefined for what is no organisation with a code and a name. */
export function decodeOrganisation(resource: Loose | undefined): Organisation | undefined {
  const odsCode = parseOdsCode(identifierAt(resource, ODS_CODE) ?? textAt(resource, 'id') ?? '')
  const name = textAt(resource, 'name')
  if (resource?.resourceType !== 'Organization' || odsCode === undefined || name === undefined) return undefined

  const isOpen = resource.active !== false
  const roles = rolesOf(resource, isOpen)
  return {
    odsCode,
    name,
    kind: KINDS.find(([role]) => roles.includes(role))?.[1] ?? 'other',
    roles,
    isOpen,
    address: decodeAddress(objectAt(resource, 'address')),
    telecom: objectsAt(resource, 'telecom').flatMap(decodeTelecom),
  }
}

/** The kind is told by an extension: `type` says only what sort of record this is. */
function rolesOf(resource: Loose, isOpen: boolean): string[] {
  return objectsAt(resource, 'extension')
    .filter(({ url }) => url === ROLE)
    .map((role) => objectsAt(role, 'extension'))
    .filter((parts) => !isOpen || parts.find(({ url }) => url === 'active')?.valueBoolean !== false)
    .flatMap((parts) =>
      objectsAt(
        objectAt(
          parts.find(({ url }) => url === 'roleCode'),
          'valueCodeableConcept',
        ),
        'coding',
      ),
    )
    .flatMap((coding) => textAt(coding, 'code') ?? [])
}

function decodeAddress(address: Loose | undefined): Address {
  const [city, district, postalCode, country] = ['city', 'district', 'postalCode', 'country'].map((part) => textAt(address, part))
  return {
    lines: textsAt(address, 'line'),
    ...(city && { city }),
    ...(district && { district }),
    ...(postalCode && { postalCode }),
    ...(country && { country }),
  }
}

const TELECOM_SYSTEMS = ['phone', 'fax', 'email', 'url'] as const

function decodeTelecom(telecom: Loose): Telecom[] {
  const value = textAt(telecom, 'value')
  const system = TELECOM_SYSTEMS.find((known) => known === telecom.system)
  return value && system ? [{ system, value }] : []
}
