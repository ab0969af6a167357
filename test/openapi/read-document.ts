import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { ApiDocument } from '../../src/openapi/document.ts'

type Example = { place: string; schemaPointer: string; value: unknown }

/** Every example of a body or a parameter, with where its schema stands. */
export function examplesIn(document: ApiDocument): Example[] {
  return walk(document, '', document)
}

function walk(node: unknown, pointer: string, document: ApiDocument): Example[] {
  if (typeof node !== 'object' || node === null) return []
  const { schema, example, examples } = node as { schema?: unknown; example?: unknown; examples?: Record<string, unknown> }
  const schemaPointer = `${pointer}/schema`
  const own =
    schema === undefined
      ? []
      : [
          ...(example === undefined ? [] : [{ place: pointer, schemaPointer, value: example }]),
          ...Object.entries(examples ?? {}).map(([name, value]) => ({
            place: `${pointer}/${name}`,
            schemaPointer,
            value: valueIn(value as { $ref?: string; value?: unknown }, document),
          })),
        ]
  return [...own, ...Object.entries(node).flatMap(([key, child]) => walk(child, `${pointer}/${escaped(key)}`, document))]
}

function valueIn({ $ref, value }: { $ref?: string; value?: unknown }, { components }: ApiDocument): unknown {
  const name = $ref?.split('/').at(-1)
  return name === undefined ? value : (components.examples[name] as { value: unknown }).value
}

/** What is wrong with an example. */
export function checkedAgainst(document: ApiDocument): (example: Example) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'api')
  return ({ place, schemaPointer, value }) => {
    const validate = ajv.getSchema(`api#${schemaPointer}`)
    if (!validate) return [`${place} has no schema`]
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${place} ${instancePath} ${message}`)
  }
}

const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
