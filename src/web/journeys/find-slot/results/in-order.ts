import type { Sort } from '../wanted.ts'
import type { Day, Group } from './group-offers.ts'

/**
 * Of one day. Whatever practice answered first, and whatever was filtered before: the script of the page (`slots.js`) puts them in the
 * same order. Names are compared as they are written, because what a language makes of them differs between browsers.
 */
export function inOrder(groups: readonly Group[], sort: Sort): Group[] {
  return groups.toSorted(
    (one, other) =>
      (sort === 'practice' ? compare(one.practiceName, other.practiceName) : 0) ||
      compare(one.first, other.first) ||
      compare(one.practiceName, other.practiceName) ||
      compare(one.practice.odsCode, other.practice.odsCode) ||
      one.order - other.order,
  )
}

/** What several practices have that is wanted, day by day. */
export function daysInOrder(days: readonly Day[], sort: Sort): Day[] {
  return [...Map.groupBy(days, ({ date }) => date)]
    .sort(([one], [other]) => compare(one, other))
    .flatMap(([date, [first, ...others]]) => {
      const groups = [first, ...others].flatMap((day) => day?.groups.filter(({ isWanted }) => isWanted) ?? [])
      const shown = groups.map((group) => ({ ...group, chips: group.chips.filter(({ isWanted }) => isWanted) }))
      return first && shown.length > 0 ? [{ date, text: first.text, isWanted: true, groups: inOrder(shown, sort) }] : []
    })
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
