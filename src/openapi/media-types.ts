import type { Examples } from './interactions.ts'
import { ref, type Schema } from './schema.ts'

export const FHIR_JSON = 'application/fhir+json'
export const FHIR_XML = 'application/fhir+xml'

/** A resource in both formats; the schema speaks of JSON. */
export function mediaTypes(schema: Schema, examples: Examples | Readonly<Record<string, { $ref: string }>>): Record<string, unknown> {
  return { [FHIR_JSON]: { schema, examples }, [FHIR_XML]: { schema: ref('Xml') } }
}

export const xmlSchema: Readonly<Record<string, Schema>> = {
  Xml: { type: 'string', description: "The same resource in FHIR's XML: elements in STU3's order, in the namespace http://hl7.org/fhir." },
}
