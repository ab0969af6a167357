import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { ApiDocument } from '../../src/openapi/document.ts'

/** One call and its answer. `path` is that under the service root, with its query; names of headers are in lower case. */
export type Exchange = {
  request: { method: string; path: string; headers: Readonly<Record<string, unknown>>; body?: unknown }
  answer: { status: number; headers: Readonly<Record<string, unknown>>; body: unknown }
}

export type TrafficCheck = {
  /** What the document does not say of the answer; undefined where it describes no such operation. */
  answerFaults: (exchange: Exchange) => string[] | undefined
  /** Why the request is none that the document describes. */
  requestFaults: (exchange: Exchange) => string[]
}

type Tree = { [key: string]: Tree } & { readonly [key: string]: unknown }
type Parameter = { name: string; in: string; required?: boolean; schema: { type?: string }; pointer: string }

/** Of HTTP itself, not of this API. */
const NOT_DESCRIBED = ['content-type', 'content-length', 'date', 'connection', 'keep-alive', 'transfer-encoding']

export function createTrafficCheck(document: ApiDocument): TrafficCheck {
  // Not against the metaschema: the document is validated as a whole elsewhere.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'api')
  // Parsed again, so that what a caller changes of it later changes nothing here.
  const tree = JSON.parse(JSON.stringify(document)) as Tree
  const compiled = new Map<string, ValidateFunction>()

  function faultsOf(pointer: string, value: unknown, what: string): string[] {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` })
    compiled.set(pointer, validate)
    return validate(value)
      ? []
      : (validate.errors ?? []).map((error) => `${what}${error.instancePath} ${error.message} (${error.schemaPath})`)
  }

  function deref(node: Tree, pointer: string): { node: Tree; pointer: string } {
    const target = node.$ref as unknown
    if (typeof target !== 'string') return { node, pointer }
    return {
      node: target
        .slice(2)
        .split('/')
        .reduce((at, key) => at[unescaped(key)] as Tree, tree),
      pointer: target.slice(1),
    }
  }

  function operationOf({ method, path }: Exchange['request']): { operation: Tree; pointer: string; ids: string[] } | undefined {
    const [withoutQuery = ''] = path.split('?')
    // A path without variables goes before one with (OpenAPI).
    const templates = Object.keys(document.paths).sort((one, other) => Number(one.includes('{')) - Number(other.includes('{')))
    for (const template of templates) {
      const match = patternOf(template).exec(withoutQuery)
      const operation = match && (tree.paths?.[template]?.[method.toLowerCase()] as Tree | undefined)
      if (operation) return { operation, pointer: `/paths/${escaped(template)}/${method.toLowerCase()}`, ids: match.slice(1) }
    }
    return undefined
  }

  function parametersOf(operation: Tree, pointer: string): Parameter[] {
    return (operation.parameters as unknown as Tree[]).map((parameter, index) => {
      const found = deref(parameter, `${pointer}/parameters/${index}`)
      return { ...(found.node as unknown as Parameter), pointer: found.pointer }
    })
  }

  function answerFaults({ request, answer }: Exchange): string[] | undefined {
    const found = operationOf(request)
    if (!found) return undefined
    const { operation } = found
    const response = operation.responses?.[String(answer.status)]
    if (!response) return [`status ${answer.status} is not described for ${operation.operationId}`]

    const pointer = `${found.pointer}/responses/${answer.status}`
    return [...headerFaults(response, answer.headers), ...bodyFaults(response, pointer, { request, answer })]
  }

  function headerFaults({ headers: described = {} }: Tree, headers: Exchange['answer']['headers']): string[] {
    const names = new Map(Object.keys(described).map((name) => [name.toLowerCase(), name]))
    const unknown = Object.keys(headers).filter((name) => !NOT_DESCRIBED.includes(name) && !names.has(name))
    const faults = unknown.map((name) => `header ${name} is not described`)
    for (const [name, spelt] of names) {
      const header = deref(described[spelt] as Tree, '')
      const value = headers[name]
      if (value === undefined && header.node.required) faults.push(`header ${spelt} is missing`)
      else if (value !== undefined) faults.push(...faultsOf(`${header.pointer}/schema`, String(value), `header ${spelt}`))
    }
    return faults
  }

  function bodyFaults(response: Tree, pointer: string, { request, answer }: Exchange): string[] {
    if (answer.body === undefined) return asksForNoBody(request) ? [] : ['the body is missing']
    const [mediaType = ''] = String(answer.headers['content-type']).split(';')
    if (!response.content?.[mediaType]) return [`media type ${mediaType} is not described`]
    return faultsOf(`${pointer}/content/${escaped(mediaType)}/schema`, answer.body, 'body')
  }

  function requestFaults({ request }: Exchange): string[] {
    const found = operationOf(request)
    if (!found) return ['no such operation']
    const { operation, pointer, ids } = found
    const query = new URLSearchParams((request.path.split('?')[1] ?? '').replaceAll('+', '%2B'))
    const parameters = parametersOf(operation, pointer)
    const known = parameters.map(({ name }) => name)
    const faults = faultsOf('/components/schemas/BearerClaims', claimsOf(request.headers.authorization), 'token')
    const unknown = [...query.keys()].filter((name) => !known.includes(name)).map((name) => `parameter ${name} is not described`)
    faults.push(...unknown)
    for (const parameter of parameters) {
      const value = sentOf(parameter, { query, headers: request.headers, ids })
      if (value === undefined && parameter.required) faults.push(`${parameter.in} ${parameter.name} is missing`)
      else if (value !== undefined) faults.push(...faultsOf(`${parameter.pointer}/schema`, value, parameter.name))
    }
    if (!operation.requestBody) return request.body === undefined ? faults : [...faults, 'a body is not described']
    return [...faults, ...faultsOf(`${pointer}/requestBody/content/${escaped('application/fhir+json')}/schema`, request.body, 'body')]
  }

  return { answerFaults, requestFaults }
}

function claimsOf(authorization: unknown): unknown {
  const payload = /^Bearer [^.]+\.([^.]+)\.$/.exec(String(authorization))?.[1]
  return payload === undefined ? undefined : JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
}

/** RFC 7240 has many ways to write it. */
const asksForNoBody = ({ method, headers }: Exchange['request']) =>
  method !== 'GET' && /\breturn\s*=\s*"?minimal/i.test([headers.prefer ?? []].flat().join(','))

function sentOf(
  { name, in: place, schema }: Parameter,
  of: { query: URLSearchParams; headers: Readonly<Record<string, unknown>>; ids: readonly string[] },
): unknown {
  if (place === 'header') return of.headers[name.toLowerCase()]
  if (place === 'path') return of.ids[0]
  const values = of.query.getAll(name)
  if (schema.type === 'array') return values.length > 0 ? values : undefined
  // Sent twice, it is no single value.
  return values.length > 1 ? values : values[0]
}

/** What begins with a $ is an operation, never an id. */
const patternOf = (template: string) => new RegExp(`^${template.replace(/[.$]/g, '\\$&').replace(/\{\w+\}/g, '([^/$][^/]*)')}$`)
const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~')
