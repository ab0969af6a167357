import type { SpineOrganisation } from '../../../dataset/spine-system.ts'
import type { AsRecord, MhsRecord, SpineRecords } from '../../spine-records.ts'
import { comparable } from './comparable.ts'

/** `valuesOf` takes a name in lower case. */
export type LdapEntry = {
  dn: readonly string[]
  attributes: readonly LdapAttribute[]
  valuesOf: (attribute: string) => readonly string[]
}

export type LdapAttribute = { name: string; values: readonly string[] }

export type LdapDirectory = {
  /** Parents before their children. */
  entries: readonly LdapEntry[]
  /** Those with this nhsIDCode, for a directory of thousands of practices. */
  entriesOf: (odsCode: string) => readonly LdapEntry[]
}

const ROOT = ['o=nhs'] as const
const SERVICES = ['ou=Services', ...ROOT] as const
const ORGANISATIONS = ['ou=organisations', ...ROOT] as const

/** The directory as LDAP shows it. Names are spelled as unevenly as in the published material. */
export function directoryEntries(records: SpineRecords): LdapDirectory {
  const ofOrganisations = records.organisations.flatMap(({ odsCode, name, address }) => [
    entry(`uniqueIdentifier=${odsCode}`, ORGANISATIONS, {
      objectClass: ['top', 'nhsOrg'],
      uniqueIdentifier: odsCode,
      nhsIDCode: odsCode,
      o: name,
      postalAddress: address && postalAddress(address),
      postalCode: address?.postalCode,
    }),
    ...records.mhsRecords({ odsCode }).map(mhsEntry),
    ...records.asRecords(odsCode).map(asEntry),
  ])
  const byOdsCode = Map.groupBy(ofOrganisations, (held) => comparable(held.valuesOf('nhsidcode')[0] ?? ''))
  const entries = [
    entry('o=nhs', [], { objectClass: ['top', 'organization'], o: 'nhs' }),
    entry('ou=Services', ROOT, { objectClass: ['top', 'organizationalUnit'], ou: 'Services' }),
    entry('ou=organisations', ROOT, { objectClass: ['top', 'organizationalUnit'], ou: 'organisations' }),
    ...ofOrganisations,
  ]
  return { entries, entriesOf: (odsCode) => byOdsCode.get(comparable(odsCode)) ?? [] }
}

/** Lines apart by `$`, which is escaped within one (RFC 4517, 3.3.28). */
function postalAddress({ lines, city, district }: NonNullable<SpineOrganisation['address']>): string {
  const parts = [...lines, city, district].filter((part) => part !== undefined)
  return parts.map((part) => part.replace(/[\\$]/g, (char) => (char === '$' ? '\\24' : '\\5C'))).join('$')
}

/** The unique identifier is the CPA id: an MHS record shows no ASID. */
function mhsEntry({ odsCode, partyKey, cpaId, interaction, serviceRoot, fqdn }: MhsRecord): LdapEntry {
  const [, service = '', interactionName = ''] = /^(urn:nhs:names:services:[^:]+(?::fhir)?):(.+)$/.exec(interaction) ?? []
  return entry(`uniqueIdentifier=${cpaId}`, SERVICES, {
    objectClass: ['top', 'nhsMhs'],
    uniqueIdentifier: cpaId,
    nhsIDCode: odsCode,
    nhsMhsSvcIA: interaction,
    nhsMHsSN: service,
    nhsMHsIN: interactionName,
    nhsMHSEndPoint: serviceRoot,
    nhsMHSPartyKey: partyKey,
    nhsMhsCPAId: cpaId,
    nhsMhsFQDN: fqdn,
    nhsMHSSyncReplyMode: 'None',
  })
}

function asEntry({ odsCode, asid, partyKey, manufacturer, interactions }: AsRecord): LdapEntry {
  return entry(`uniqueIdentifier=${asid}`, SERVICES, {
    objectClass: ['top', 'nhsAs'],
    uniqueIdentifier: asid,
    nhsIDCode: odsCode,
    nhsAsClient: odsCode,
    nhsAsSvcIA: interactions,
    nhsMHSPartyKey: partyKey,
    nhsMhsManufacturerOrg: manufacturer,
  })
}

function entry(rdn: string, parent: readonly string[], held: Record<string, string | readonly string[] | undefined>): LdapEntry {
  const attributes = Object.entries(held).flatMap(([name, value]): LdapAttribute[] => {
    const values = typeof value === 'string' ? [value] : (value ?? [])
    return values.length > 0 ? [{ name, values }] : []
  })
  const byName = new Map(attributes.map(({ name, values }) => [name.toLowerCase(), values]))
  return { dn: [rdn, ...parent], attributes, valuesOf: (attribute) => byName.get(attribute) ?? [] }
}
