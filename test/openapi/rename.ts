import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { ApiDocument } from '../../src/openapi/document.ts'
import type { Exchange } from './traffic-check.ts'

type Path = readonly (string | number)[]
type Node = { [key: string]: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Every property of a body, however deep. */
export function propertiesIn(value: unknown, at: Path = []): Path[] {
  if (!isNode(value)) return []
  return Object.entries(value).flatMap(([key, child]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key]
    return [...(Array.isArray(value) ? [] : [path]), ...propertiesIn(child, path)]
  })
}

/** A copy in which the property has another name. */
export function renamedIn(value: unknown, path: Path): unknown {
  const copy = structuredClone(value)
  const last = String(path.at(-1))
  const holder = path.slice(0, -1).reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), copy)
  if (isNode(holder)) {
    holder[`${last}s`] = holder[last]
    delete holder[last]
  }
  return copy
}

/** Every property that a schema of a body names: by its component, and the path of its name within. */
export function schemaProperties({ components }: ApiDocument): Path[] {
  // The token is no body.
  return Object.entries(components.schemas).flatMap(([name, schema]) => (name === 'BearerClaims' ? [] : namesWithin(schema, [name])))
}

function namesWithin(node: unknown, at: Path): Path[] {
  if (!isNode(node)) return []
  // Only where nothing else is let in: other `properties` are conditions.
  const own = node.additionalProperties === false && isNode(node.properties) ? Object.keys(node.properties) : []
  return [
    ...own.map((name) => [...at, 'properties', name]),
    ...Object.entries(node).flatMap(([key, child]) => namesWithin(child, [...at, Array.isArray(node) ? Number(key) : key])),
  ]
}

/**
 * Whether the exchanges hold something that no longer fits when that property of a schema has another name. Each component is tried on
 * what it describes of them, and alone: to compile the document anew for each property would take minutes.
 */
export function renameNoticedBy(document: ApiDocument, exchanges: readonly Exchange[]): (property: Path) => boolean {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, inlineRefs: false })
  addFormats.default(ajv)
  const alone = (schema: unknown) => JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"https://api.example/'))
  for (const [name, schema] of Object.entries(document.components.schemas)) ajv.addSchema(alone(schema), `https://api.example/${name}`)

  const { sent, received } = componentsUsed(document)
  const granted = exchanges.filter(({ request, answer }) => answer.status < 300 && request.method !== 'GET')
  const requests = granted.flatMap(({ request }) => objectsIn(request.body))
  const answers = exchanges.flatMap(({ answer }) => objectsIn(answer.body))
  const described = new Map<string, unknown[]>()

  return ([name, ...path]) => {
    const component = String(name)
    const schema = document.components.schemas[component]
    if (!described.has(component)) {
      const isValid = ajv.compile(alone(schema))
      const values = [...(sent.has(component) ? requests : []), ...(received.has(component) ? answers : [])]
      described.set(
        component,
        values.filter((value) => isValid(value)),
      )
    }
    const renamed = ajv.compile(alone(renamedSchema(schema, path)))
    return described.get(component)?.some((value) => !renamed(value)) ?? false
  }
}

/** The names of the components that bodies are described by, of requests and of answers. */
function componentsUsed({ paths, components }: ApiDocument): { sent: Set<string>; received: Set<string> } {
  const operations = Object.values(paths).flatMap((path) => Object.values(path)) as { requestBody?: unknown; responses: unknown }[]
  const reached = (start: unknown): Set<string> => {
    const names = new Set(componentsNamed(start))
    for (const name of names) for (const next of componentsNamed(components.schemas[name])) names.add(next)
    return names
  }
  return {
    sent: reached(operations.map(({ requestBody }) => requestBody ?? {})),
    received: reached(operations.map(({ responses }) => responses)),
  }
}

function componentsNamed(node: unknown): string[] {
  return Array.from(JSON.stringify(node).matchAll(/"#\/components\/schemas\/([^"]+)"/g), ([, name = '']) => name)
}

function objectsIn(value: unknown): unknown[] {
  if (!isNode(value)) return []
  return [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(objectsIn)]
}

/** Under another name where it is required, too. */
function renamedSchema(schema: unknown, path: Path): unknown {
  const name = String(path.at(-1))
  const copy = renamedIn(schema, path)
  const holder = path.slice(0, -2).reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), copy)
  if (isNode(holder) && Array.isArray(holder.required)) {
    holder.required = holder.required.map((one: unknown) => (one === name ? `${name}s` : one))
  }
  return copy
}
