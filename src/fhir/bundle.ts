import { isJsonObject, objectsOf } from './json-object.ts'
import type { Bundle, Extension, Reference, Resource, ResourceOf, ResourceType } from './types.ts'
import { PROFILES } from './urls.ts'

/** GEN-17: `meta`, `type` and `entry` only, and no `entry` when nothing was found. `extension` goes into `meta` (SLOT-10). */
export function searchset(resources: readonly Resource[], options: { profile?: string; extension?: Extension } = {}): Bundle {
  return {
    resourceType: 'Bundle',
    meta: { profile: [options.profile ?? PROFILES.Bundle], ...(options.extension && { extension: [options.extension] }) },
    type: 'searchset',
    ...(resources.length > 0 ? { entry: resources.map((resource) => ({ resource })) } : {}),
  }
}

/**
 * The resources of one type in a Bundle from a peer, in its order; what is not understood is passed over (CON-11).
 * Their type is the peer's word: what it left out is missing.
 */
export function resourcesOf<Type extends ResourceType>(bundle: unknown, type: Type): ResourceOf<Type>[] {
  if (!isJsonObject(bundle)) return []
  return objectsOf(bundle.entry).flatMap(({ resource }) => (isOfType(resource, type) ? [resource] : []))
}

/**
 * What a reference points to (CON-11): in a Bundle the entry with its type and id, whatever precedes them and without
 * regard to fullUrl; for `#id`, what the given resource itself contains, because every appointment may use `#1`.
 */
export function resolveReference<Type extends ResourceType>(
  within: Resource,
  reference: Reference | undefined,
  type: Type,
): ResourceOf<Type> | undefined {
  const target = reference?.reference
  if (typeof target !== 'string') return undefined
  if (target.startsWith('#')) {
    const contained = objectsOf('contained' in within ? within.contained : undefined)
    return contained.filter((resource) => isOfType(resource, type)).find(({ id }) => id === target.slice(1))
  }
  const id = idIn(target, type)
  return id === undefined ? undefined : resourcesOf(within, type).find((resource) => resource.id === id)
}

/** `Schedule/14`, `https://host/root/Schedule/14` and either with `/_history/2` are 14. */
function idIn(target: string, type: ResourceType): string | undefined {
  const segments = target.split('/')
  if (segments.at(-2) === '_history') segments.splice(-2)
  return segments.at(-2) === type ? segments.at(-1) : undefined
}

function isOfType<Type extends ResourceType>(value: unknown, type: Type): value is ResourceOf<Type> {
  return isJsonObject(value) && value.resourceType === type
}
