import { isJsonObject, type JsonObject } from '../../fhir/json-object.ts'

export type Place = { path: string; name: string; value: unknown; parent: JsonObject }

/** Every member of every object within, with where it stands; resources within resources are passed over. */
export function* walk(node: JsonObject, path: string): Generator<Place> {
  for (const [name, value] of Object.entries(node)) {
    for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
      const here = `${path}.${name}${Array.isArray(value) ? `[${index}]` : ''}`
      yield { path: here, name, value: item, parent: node }
      if (isJsonObject(item) && item.resourceType === undefined) yield* walk(item, here)
    }
  }
}
