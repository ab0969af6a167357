import type { SpineFile } from '../dataset/spine-file.ts'
import type { SpinePerson } from '../dataset/spine-person.ts'
import type { Application, PdsSettings } from '../dataset/spine-platform.ts'
import type { SpineOrganisation, SpineSystem } from '../dataset/spine-system.ts'

/** An accredited system: who may take part in which interactions, and under which ASID. */
export type AsRecord = {
  odsCode: string
  asid: string
  partyKey: string
  manufacturer: string | undefined
  interactions: readonly string[]
  /** Whose certificate its requests come by; undefined where any that Spine trusts will do. */
  fqdn: string | undefined
}

/** A message handling server: one record for each interaction that a system answers. It shows no ASID. */
export type MhsRecord = {
  odsCode: string
  asid: string
  partyKey: string
  cpaId: string
  interaction: string
  serviceRoot: string | undefined
  fqdn: string | undefined
}

/** A Spine file, arranged for looking up. The directory and the proxy read the same records. */
export type SpineRecords = {
  people: readonly SpinePerson[]
  organisations: readonly SpineOrganisation[]
  person: (nhsNumber: string) => SpinePerson | undefined
  asRecords: (odsCode: string) => readonly AsRecord[]
  asRecord: (asid: string) => AsRecord | undefined
  mhsRecords: (key: { odsCode: string } | { partyKey: string } | { asid: string }) => readonly MhsRecord[]
  maySend: (pair: { from: string; to: string }) => boolean
  application: (apiKey: string) => Application | undefined
  pds: PdsSettings
}

function mhsRecordsOf(odsCode: string, { asid, partyKey, interactions, endpoint }: SpineSystem): MhsRecord[] {
  if (!endpoint) return []
  const { serviceRoot } = endpoint
  const fqdn = serviceRoot && new URL(serviceRoot).hostname
  return (endpoint.interactions ?? interactions).map((interaction, index) => {
    // The unique identifier of an MHS record is its CPA id, and a client that takes it for an ASID must find out.
    const cpaId = `S${asid}A${String(index + 1).padStart(6, '0')}`
    return { odsCode, asid, partyKey, cpaId, interaction, serviceRoot, fqdn }
  })
}

function sharingRule({ dataSharing }: SpineFile): SpineRecords['maySend'] {
  const rules = dataSharing.map(({ from, to }) => ({
    from: from === 'any' ? undefined : new Set<string>(from),
    to: to === 'any' ? undefined : new Set<string>(to),
  }))
  return (pair) => rules.some(({ from, to }) => (from?.has(pair.from) ?? true) && (to?.has(pair.to) ?? true))
}

export function arrangeSpineFile(file: SpineFile): SpineRecords {
  const systems = file.organisations.flatMap(({ odsCode, systems }) => systems.map((system) => ({ odsCode, system })))
  const asRecords = systems.map(
    ({ odsCode, system: { asid, partyKey, manufacturer, interactions, fqdn } }): AsRecord => ({
      odsCode,
      asid,
      partyKey,
      manufacturer,
      interactions,
      fqdn: fqdn?.toLowerCase(),
    }),
  )
  const mhsRecords = systems.flatMap(({ odsCode, system }) => mhsRecordsOf(odsCode, system))

  const people = new Map<string, SpinePerson>(file.people.map((person) => [person.nhsNumber, person]))
  const applications = new Map(file.applications.map((application) => [application.apiKey, application]))
  const asByOds = Map.groupBy(asRecords, ({ odsCode }) => odsCode)
  const asByAsid = new Map(asRecords.map((record) => [record.asid, record]))
  const mhsByOds = Map.groupBy(mhsRecords, ({ odsCode }) => odsCode)
  const mhsByPartyKey = Map.groupBy(mhsRecords, ({ partyKey }) => partyKey)
  const mhsByAsid = Map.groupBy(mhsRecords, ({ asid }) => asid)

  return {
    people: file.people,
    organisations: file.organisations,
    person: (nhsNumber) => people.get(nhsNumber),
    asRecords: (odsCode) => asByOds.get(odsCode) ?? [],
    asRecord: (asid) => asByAsid.get(asid),
    mhsRecords: (key) => {
      if ('odsCode' in key) return mhsByOds.get(key.odsCode) ?? []
      return ('asid' in key ? mhsByAsid.get(key.asid) : mhsByPartyKey.get(key.partyKey)) ?? []
    },
    maySend: sharingRule(file),
    application: (apiKey) => applications.get(apiKey),
    pds: file.pds,
  }
}
