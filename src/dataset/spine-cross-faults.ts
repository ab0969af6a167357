import { type Fault, placeOf } from './fault.ts'

/** What is wrong between entries of a Spine file. Read from raw JSON and silent on wrong shapes, which the schema reports. */

type Fields = Readonly<Record<string, unknown>>
type Place = readonly (string | number)[]
type Located = { fields: Fields; place: Place }

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {})
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function entriesOf(parent: Located, name: string): Located[] {
  const list = parent.fields[name]
  if (!Array.isArray(list)) return []
  return list.map((entry: unknown, index) => ({ fields: fieldsOf(entry), place: [...parent.place, name, index] }))
}

/** A fault for every entry whose text under `name` an earlier entry has too; undefined text repeats nothing. */
function repeated(entries: readonly Located[], name: string): Fault[] {
  const firstPlaces = new Map<string, Place>()
  return entries.flatMap(({ fields, place }) => {
    const text = textOf(fields[name])
    const first = text === undefined ? undefined : firstPlaces.get(text)
    if (text !== undefined && !first) firstPlaces.set(text, place)
    return first ? [{ place: placeOf([...place, name]), message: `is also that of ${placeOf(first)}` }] : []
  })
}

function peopleFaults(people: readonly Located[]): Fault[] {
  const ofThemselves = people.filter(({ fields }) => fields.supersededBy === undefined && fields.invalidated === undefined)
  const replacements = new Set(ofThemselves.map(({ fields }) => fields.nhsNumber))

  const superseded = people.flatMap(({ fields, place }) => {
    if (fields.supersededBy === undefined) return []
    const fault = (message: string): Fault => ({ place: placeOf([...place, 'supersededBy']), message })
    if (fields.invalidated !== undefined) return [fault('cannot be given with invalidated')]
    // Chains are written flat: PDS answers with the record that counts today.
    return replacements.has(fields.supersededBy) ? [] : [fault('must be someone in this file who is neither superseded nor invalidated')]
  })
  return [...repeated(people, 'nhsNumber'), ...superseded]
}

type Provider = Located & { system: Located; odsCode: unknown; answers: readonly unknown[] }

function listed(interactions: unknown): readonly unknown[] {
  return Array.isArray(interactions) ? interactions : interactions === undefined ? [] : [interactions]
}

function providersOf(organisation: Located): Provider[] {
  return entriesOf(organisation, 'systems').flatMap((system) => {
    if (system.fields.endpoint === undefined) return []
    const fields = fieldsOf(system.fields.endpoint)
    const answers = listed(fields.interactions ?? system.fields.interactions)
    return [{ fields, place: [...system.place, 'endpoint'], system, odsCode: organisation.fields.odsCode, answers }]
  })
}

function providerFaults({ fields, place, system, odsCode, answers }: Provider): Fault[] {
  const faults: Fault[] = []
  const serviceRoot = textOf(fields.serviceRoot)
  if (serviceRoot !== undefined && typeof odsCode === 'string' && !serviceRoot.split('/').includes(odsCode)) {
    faults.push({ place: placeOf([...place, 'serviceRoot']), message: "must have the organisation's ODS code in its path" })
  }
  const own = listed(system.fields.interactions)
  if (!own.includes('appointment-management') && answers.some((interaction) => !own.includes(interaction))) {
    faults.push({ place: placeOf([...place, 'interactions']), message: "must all be among the system's own interactions" })
  }
  return faults
}

/** At most one system of an organisation answers an interaction, or nobody could tell where to send it. */
function rivalFaults(providers: readonly Provider[]): Fault[] {
  return providers.flatMap(({ place, answers }, index) =>
    providers.slice(0, index).some((earlier) => answers.some((interaction) => earlier.answers.includes(interaction)))
      ? [{ place: placeOf(place), message: 'answers an interaction that another system of the organisation answers' }]
      : [],
  )
}

/** A provider's party key leads to its ASID, so no other system may have it; consumers may share one. */
function partyKeyFaults(systems: readonly Located[]): Fault[] {
  const holders = Map.groupBy(systems, ({ fields }) => textOf(fields.partyKey))
  return systems.flatMap(({ fields, place }) => {
    const partyKey = textOf(fields.partyKey)
    const shared = partyKey !== undefined && fields.endpoint !== undefined && (holders.get(partyKey)?.length ?? 0) > 1
    return shared ? [{ place: placeOf([...place, 'partyKey']), message: 'of a system with an endpoint must be its alone' }] : []
  })
}

function sharingFaults(sharing: readonly Located[], systems: readonly Located[]): Fault[] {
  const asids = new Set(systems.map(({ fields }) => fields.asid))
  return sharing.flatMap(({ fields, place }) =>
    ['from', 'to'].flatMap((side) => {
      const named: unknown = fields[side]
      if (!Array.isArray(named)) return []
      return named.flatMap((asid, index) =>
        typeof asid === 'string' && !asids.has(asid)
          ? [{ place: placeOf([...place, side, index]), message: 'is no ASID of this file' }]
          : [],
      )
    }),
  )
}

/** A role profile is of one person in one organisation. */
function staffFaults(staff: readonly Located[]): Fault[] {
  const roles = staff.flatMap((member) => entriesOf(member, 'roles'))
  return [...repeated(staff, 'uid'), ...repeated(roles, 'roleId')]
}

export function findCrossFaults(json: unknown): Fault[] {
  const file: Located = { fields: fieldsOf(json), place: [] }
  const organisations = entriesOf(file, 'organisations')
  const systems = organisations.flatMap((organisation) => entriesOf(organisation, 'systems'))
  const providers = organisations.map(providersOf)
  return [
    ...peopleFaults(entriesOf(file, 'people')),
    ...repeated(organisations, 'odsCode'),
    ...repeated(systems, 'asid'),
    ...repeated(entriesOf(file, 'applications'), 'apiKey'),
    ...entriesOf(file, 'applications').flatMap((application) => repeated(entriesOf(application, 'publicKeys'), 'kid')),
    ...repeated(providers.flat(), 'serviceRoot'),
    ...partyKeyFaults(systems),
    ...providers.flat().flatMap(providerFaults),
    ...providers.flatMap(rivalFaults),
    ...sharingFaults(entriesOf(file, 'dataSharing'), systems),
    ...staffFaults(entriesOf(file, 'staff')),
    ...repeated(entriesOf(file, 'signInClients'), 'clientId'),
  ]
}
