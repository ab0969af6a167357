import type { ListedEntry } from '../../dataset/ods-practice-list.ts'
import type { SpineOrganisation } from '../../dataset/spine-system.ts'
import type { Address, Telecom } from '../../nhs/contact-details.ts'
import type { SpineRecords } from '../spine-records.ts'

/** An organisation as ODS holds it: in capitals, and often without a postcode or a telephone. */
export type OrganisationRecord = {
  odsCode: string
  name: string
  address: Address
  telecoms: readonly Telecom[]
  /** The primary one first. */
  roles: readonly string[]
  active: boolean
}

export type ListedOrganisations = readonly OrganisationRecord[]

/** A prescribing cost centre, and what of these is a GP practice. */
const [PRESCRIBING_COST_CENTRE, GP_PRACTICE] = ['RO177', 'RO76']

export function organisationFromList({ odsCode, name, address, telecom, status, isGpPractice }: ListedEntry): OrganisationRecord {
  const roles = isGpPractice ? [PRESCRIBING_COST_CENTRE, GP_PRACTICE] : [PRESCRIBING_COST_CENTRE]
  return { odsCode, name: name.toUpperCase(), address: inCapitals(address), telecoms: telecom, roles, active: status === 'active' }
}

function organisationFromSpine({ odsCode, name, address, telecoms, roles, active }: SpineOrganisation): OrganisationRecord {
  return { odsCode, name: name.toUpperCase(), address: inCapitals(address ?? { lines: [] }), telecoms, roles, active }
}

function inCapitals({ lines, city, district, postalCode, country }: Address): Address {
  const capitals = (name: 'city' | 'district' | 'country', text: string | undefined) =>
    text === undefined ? {} : { [name]: text.toUpperCase() }
  return {
    lines: lines.map((line) => line.toUpperCase()),
    ...capitals('city', city),
    ...capitals('district', district),
    ...(postalCode !== undefined && { postalCode }),
    ...capitals('country', country),
  }
}

/**
 * What the Spine file says of an organisation stands before the national list. In the order of their codes, as nothing else is published.
 * Arranged once for each state of the records.
 */
export function arrangeOrganisations(records: () => SpineRecords, listed: ListedOrganisations = []): () => readonly OrganisationRecord[] {
  let arranged: { from: SpineRecords; organisations: readonly OrganisationRecord[] } | undefined
  return () => {
    const from = records()
    if (arranged?.from !== from) {
      const byCode = new Map(listed.map((record) => [record.odsCode, record]))
      for (const organisation of from.organisations) byCode.set(organisation.odsCode, organisationFromSpine(organisation))
      arranged = { from, organisations: [...byCode.values()].toSorted((a, b) => (a.odsCode < b.odsCode ? -1 : 1)) }
    }
    return arranged.organisations
  }
}
