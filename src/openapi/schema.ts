/** A JSON Schema (2020-12), which is what OpenAPI 3.1 speaks. */
export type Schema = { readonly [keyword: string]: unknown }

type Properties = Readonly<Record<string, Schema>>

/** Closed: what is not named here is not there. */
export function object(required: Properties, optional: Properties = {}, rest: Schema = {}): Schema {
  const names = Object.keys(required)
  return {
    type: 'object',
    ...rest,
    properties: { ...required, ...optional },
    ...(names.length > 0 && { required: names }),
    additionalProperties: false,
  }
}

/** At least one: FHIR leaves out what is empty. */
export function list(items: Schema, rest: Schema = {}): Schema {
  return { type: 'array', minItems: 1, ...rest, items }
}

export function one(item: Schema, rest: Schema = {}): Schema {
  return list(item, { maxItems: 1, ...rest })
}

/** Any text with something to see in it. */
export function text(description?: string, rest: Schema = {}): Schema {
  return { type: 'string', pattern: '\\S', ...(description && { description }), ...rest }
}

export function matching(pattern: string, description?: string): Schema {
  return { type: 'string', pattern, ...(description && { description }) }
}

export function constant(value: string): Schema {
  return { type: 'string', const: value }
}

export function choice(values: readonly string[], description?: string): Schema {
  return { type: 'string', enum: [...values], ...(description && { description }) }
}

/** A schema of the components, by its name. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}
