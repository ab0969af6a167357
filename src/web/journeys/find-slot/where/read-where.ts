import { createFindNear, type FederationPractice, parseFederationId, parseOdsCode, toSearch } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import type { EncounterContent } from '../../../encounter/encounters.ts'
import type { Acting } from '../../../request.ts'
import { WebRefusal } from '../../../web-refusal.ts'
import { type SlotSearch, searchAtRegistered } from '../search.ts'
import type { FederationsOf } from './federations.ts'

export type TypedWhere = { where: string; federation: string; postcode: string; codes: string }
export type WhereFault = { field: 'federation' | 'postcode' | 'codes'; text: string; href: string }
type Place = Pick<SlotSearch, 'where' | 'practices' | 'own'> & { minutes?: number | undefined }

const MOST_NEAR = 10
const MOST_CODES = 20

type Of = { acting: Acting; content: EncounterContent; typed: TypedWhere; federationsOf: FederationsOf | undefined }

/** The practices that are meant, with their names. */
export async function readWhere(deps: WebDeps, of: Of): Promise<Place | { fault: WhereFault }> {
  switch (of.typed.where) {
    case 'registered':
      return (
        searchAtRegistered(of.content, deps.now()) ?? faultAt('postcode', 'PDS knows no GP practice for this patient: choose another place')
      )
    case 'federation':
      return ofFederation(of)
    case 'near':
      return near(deps, of.typed)
    case 'codes':
      return byCodes(deps, of.typed)
    default:
      throw new WebRefusal('not-understood')
  }
}

const faultAt = (field: WhereFault['field'], text: string): { fault: WhereFault } => ({ fault: { field, text, href: `#${field}` } })

async function ofFederation({ acting, typed, federationsOf }: Of): Promise<Place | { fault: WhereFault }> {
  const id = parseFederationId(typed.federation)
  const outcome = id && (await federationsOf?.(acting).read(id))
  if (outcome?.kind === 'damaged') return faultAt('federation', 'This list cannot be read. Choose another, or ask whoever keeps it')
  if (outcome?.kind !== 'read') return faultAt('federation', 'Choose a list of practices')
  const { name } = outcome.federation
  const { federation, minutes, ...own } = toSearch(outcome.federation)
  if (federation.length === 0) return faultAt('federation', 'There is no practice in this list')
  return {
    where: { kind: 'federation', name },
    practices: federation.map(({ odsCode, name: of }) => ({ odsCode, name: of })),
    own,
    minutes,
  }
}

async function near({ ods }: WebDeps, { postcode }: TypedWhere): Promise<Place | { fault: WhereFault }> {
  const outcome = await createFindNear(ods).near(postcode, { enough: MOST_NEAR })
  if (outcome.kind === 'invalid-postcode') return faultAt('postcode', 'Enter a whole postcode, for example LS17 6AE')
  if (outcome.kind === 'unavailable')
    return faultAt('postcode', 'The directory of organisations does not answer. Try again, or look by another way')
  const practices = outcome.organisations.map(({ odsCode, name }) => ({ odsCode, name }))
  if (practices.length === 0) return faultAt('postcode', 'No GP practice is known in this part of the country. Check the postcode')
  // How the postcode begins says a part of a town, and nobody's address.
  const around = { sector: 'the same part of town', district: 'the same postal district', area: 'the same postal area' }[outcome.nearness]
  return { where: { kind: 'near', name: `${around} as the postcode, in no order of distance` }, practices, own: {} }
}

async function byCodes({ ods }: WebDeps, { codes }: TypedWhere): Promise<Place | { fault: WhereFault }> {
  const typed = [
    ...new Set(
      codes
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ]
  if (typed.length === 0) return faultAt('codes', 'Enter the ODS code of a practice, for example B86013')
  if (typed.length > MOST_CODES) return faultAt('codes', `Enter ${MOST_CODES} ODS codes at most`)
  const practices: FederationPractice[] = []
  for (const text of typed) {
    const odsCode = parseOdsCode(text)
    if (!odsCode) return faultAt('codes', `${text.slice(0, 12)} is no ODS code`)
    const found = await ods.find(odsCode)
    if (found.kind === 'not-found') return faultAt('codes', `No organisation has the ODS code ${odsCode}`)
    // The directory is asked for the name alone: it does not have to answer.
    practices.push({ odsCode, name: found.kind === 'found' ? found.organisation.name : odsCode })
  }
  return { where: { kind: 'codes', name: typed.join(', ') }, practices, own: {} }
}
