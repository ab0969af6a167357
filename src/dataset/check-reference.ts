import type { Fault } from './fault.ts'

/** What each list can be referred to by. The key of an entry that is faulty elsewhere is still a key. */
export type Known = { locations: Set<unknown>; practitioners: Set<unknown>; services: Set<unknown>; patients: Set<unknown> }

/** A reference to what the file does not describe. `undefined` refers to nothing. */
export function checkReference(place: string, key: string | undefined, to: { known: Set<unknown>; list: string }): Fault[] {
  return key === undefined || to.known.has(key) ? [] : [{ place, message: `is the key of none of the ${to.list}` }]
}

export function textOf(raw: unknown, property: string): unknown {
  return typeof raw === 'object' && raw !== null ? Reflect.get(raw, property) : undefined
}

export function textsOf(list: readonly { raw: unknown }[], property: string): Set<unknown> {
  return new Set(list.map(({ raw }) => textOf(raw, property)))
}
