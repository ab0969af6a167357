import type { Organisations } from './organisations.ts'
import { GP_PRACTICE_ROLE, type Organisation } from './organisations-resource.ts'
import type { Unavailable } from './unavailable.ts'

/** Of `LS1 6AE`: the same `LS1 6`, the same `LS1`, the same `LS`. A word about postcodes and none about distance. */
export type Nearness = 'sector' | 'district' | 'area'

export type NearOrganisation = Organisation & { nearness: Nearness }

export type NearOutcome =
  /**
   * Those of the same sector first. `nearness` is how far it had to be looked. This is no distance: the next street may lie in another
   * district, and an area is a whole city. `isWhole` is false where there may be more than were looked at.
   */
  | { kind: 'found'; organisations: readonly NearOrganisation[]; nearness: Nearness; isWhole: boolean }
  | { kind: 'invalid-postcode' }
  | Unavailable

export type NearOptions = {
  /** Enough, and no further is looked; 20 where it is not set. */
  enough?: number
  /** ODS roles; GP practices where it is not set. */
  roles?: readonly string[]
  signal?: AbortSignal | undefined
}

/** Whoever knows distances may stand in for ours. */
export type FindNear = { near: (postcode: string, options?: NearOptions) => Promise<NearOutcome> }

const DEFAULT_ENOUGH = 20
/** Of one district or area. London's largest areas have some 500 practices. */
const MOST_LOOKED_AT = 1000

const POSTCODE = /^([A-Z]{1,2})(\d[A-Z\d]?)(\d)[A-Z]{2}$/

type Place = { nearness: Nearness; prefixes: readonly string[]; holds: (postalCode: string) => boolean }

/** Asks the directory of organisations for the same sector, then the district, then the area, until enough are found. */
export function createFindNear(organisations: Pick<Organisations, 'search'>): FindNear {
  return {
    async near(postcode, { enough = DEFAULT_ENOUGH, roles = [GP_PRACTICE_ROLE], signal } = {}) {
      const places = placesAround(postcode)
      if (!places) return { kind: 'invalid-postcode' }
      const found = new Map<string, NearOrganisation>()
      let [reached, isWhole]: [Nearness, boolean] = ['sector', true]

      for (const { nearness, prefixes, holds } of places) {
        if (found.size >= enough) break
        reached = nearness
        for (const postalCode of prefixes) {
          const outcome = await organisations.search({ postalCode, roles, openOnly: true, most: MOST_LOOKED_AT, signal })
          if (outcome.kind === 'invalid-search') return { kind: 'invalid-postcode' }
          if (outcome.kind === 'unavailable' && found.size === 0) return outcome
          if (outcome.kind === 'unavailable' || outcome.more) isWhole = false
          // What was found nearer is worth more than to hear that the rest could not be asked for.
          if (outcome.kind === 'unavailable') continue
          for (const organisation of outcome.organisations) {
            const isThere = holds(organisation.address.postalCode?.toUpperCase() ?? '')
            if (isThere && !found.has(organisation.odsCode)) found.set(organisation.odsCode, { ...organisation, nearness })
          }
        }
      }
      return { kind: 'found', organisations: [...found.values()].slice(0, enough), nearness: reached, isWhole }
    },
  }
}

function placesAround(postcode: string): Place[] | undefined {
  const parts = POSTCODE.exec(postcode.toUpperCase().replaceAll(/\s/g, ''))
  if (!parts) return undefined
  const [, area = '', district = '', sector = ''] = parts
  const outward = `${area}${district}`
  return [
    { nearness: 'sector', prefixes: [`${outward} ${sector}`], holds: (postalCode) => postalCode.startsWith(`${outward} ${sector}`) },
    // The directory compares beginnings, and may drop a blank at the end: LS1 begins LS10 too.
    { nearness: 'district', prefixes: [outward], holds: (postalCode) => postalCode.startsWith(`${outward} `) },
    // It asks for two characters at least, which an area such as L has not.
    {
      nearness: 'area',
      prefixes: area.length === 2 ? [area] : Array.from({ length: 9 }, (_, index) => `${area}${index + 1}`),
      holds: (postalCode) => /^[A-Z]+/.exec(postalCode)?.[0] === area,
    },
  ]
}
