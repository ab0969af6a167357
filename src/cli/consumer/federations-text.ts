import type { DamagedFederation, Federation, FederationFault, OfferFilter } from '../../consumer/index.ts'

/** Every fault on a line of its own, then how many. */
export function faultsText(faults: readonly FederationFault[]): string {
  const count = faults.length === 1 ? '1 fault.' : `${faults.length} faults.`
  return [...faults.map(({ place, message }) => `  ${place}: ${message}`), count].join('\n')
}

export const damagedText = ({ keptAs, faults }: DamagedFederation) => `${keptAs} cannot be used:\n${faultsText(faults)}`

export const practicesText = ({ practices }: Pick<Federation, 'practices'>) =>
  practices.length === 1 ? '1 practice' : `${practices.length} practices`

/** Undefined where it asks for nothing. */
export function filterText(filter: OfferFilter): string | undefined {
  const { timeOfDay, weekdays, minutes } = filter
  const parts = [
    filter.deliveryChannel,
    filter.practitionerRole && `role ${filter.practitionerRole}`,
    filter.practitionerGender && `practitioner ${filter.practitionerGender}`,
    filter.slotType && `slot type ${filter.slotType}`,
    filter.sessionType && `session ${filter.sessionType}`,
    filter.location && `at ${filter.location}`,
    (timeOfDay?.from ?? timeOfDay?.to) && `${timeOfDay?.from ?? '00:00'} to ${timeOfDay?.to ?? '24:00'}`,
    weekdays?.join(', '),
    minutes && `${minutes} minutes or more`,
  ]
  return parts.filter(Boolean).join('; ') || undefined
}

/** What is another in the second; none where they are alike. */
export function changesText(before: Federation, after: Federation): string[] {
  const [filterBefore, filterAfter] = [before, after].map(({ defaultFilter }) => filterText(defaultFilter) ?? 'nothing')
  const [was, is] = [before, after].map(({ practices }) => new Map(practices.map((practice) => [practice.odsCode, practice])))
  const common = (one: Federation) => one.practices.map(({ odsCode }) => odsCode).filter((code) => was?.has(code) && is?.has(code))
  return [
    ...(before.name === after.name ? [] : [`called "${after.name}" and not "${before.name}"`]),
    ...before.practices.filter(({ odsCode }) => !is?.has(odsCode)).map(({ odsCode, name }) => `without ${odsCode} ${name}`),
    ...after.practices.filter(({ odsCode }) => !was?.has(odsCode)).map(({ odsCode, name }) => `with ${odsCode} ${name}`),
    ...after.practices.flatMap(({ odsCode, name, note }) => {
      const old = was?.get(odsCode)
      if (!old) return []
      const renamed = old.name === name ? [] : [`${odsCode} called "${name}" and not "${old.name}"`]
      const noted = old.note === note ? [] : [`${odsCode} ${note === undefined ? 'without its note' : `with the note "${note}"`}`]
      return [...renamed, ...noted]
    }),
    ...(common(before).join() === common(after).join() ? [] : ['in another order']),
    ...(filterBefore === filterAfter ? [] : [`asking for ${filterAfter}, and not for ${filterBefore}`]),
  ]
}
