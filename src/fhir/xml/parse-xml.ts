import { checkShape, type Fault } from '../check-shape.ts'
import { isJsonObject } from '../json-object.ts'
import { isResourceType } from '../types.ts'
import { createResourceReader } from './read-resource.ts'
import { readXml } from './read-xml.ts'

/**
 * `parsed`: as parseJson would give the same resource, for checkShape and every decoder to judge. `invalid`: well-formed, but it
 * holds what JSON has no words for (another namespace, an unknown element or attribute, text between elements), so those
 * faults are told here, with those of its shape. `malformed`: no XML, or more than plain XML. None repeats what was sent.
 */
export type ParsedXml = { kind: 'parsed'; value: unknown } | { kind: 'invalid'; faults: Fault[] } | { kind: 'malformed'; reason: string }

/**
 * A FHIR resource in XML. Elements may stand in any order, although STU3 fixes one: nothing is lost by reading them, and a
 * refusal would help nobody. A decimal keeps its value and not its trailing zeros, because a JSON number has none.
 */
export function parseXml(text: string): ParsedXml {
  const reader = createResourceReader(text)
  const reason = readXml(text, reader)
  if (reason !== undefined) return { kind: 'malformed', reason }

  const { value, faults } = reader.result()
  if (faults.length === 0) return { kind: 'parsed', value }
  const type = isJsonObject(value) ? value.resourceType : undefined
  return { kind: 'invalid', faults: isResourceType(type) ? [...faults, ...checkShape(value, type)] : faults }
}
