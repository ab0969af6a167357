import { type ContainedScope, checkContained, checkScope, noteReference } from './contained.ts'
import { type Element, type Property, type TypeTable, tableOf } from './elements.ts'
import { INVARIANTS } from './invariants.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { isResourceType, type ResourceType } from './types.ts'

/** What is wrong with a submitted resource, and where: `Appointment.participant[1].status`. Never repeats what was submitted. */
export type Fault = { path: string; message: string }

/** No resource of GP Connect nests a quarter as deep; a hostile one must not exhaust the stack. */
const DEEPEST = 40

/** A body of nothing but faults would make an answer many times its size. */
const MOST_FAULTS = 1000

type Walk = { faults: Fault[]; scope: ContainedScope; depth: number }

/** A property of a node: what was sent, what stands beside it under `_name`, and where. */
type Sent = { property: Property; value: unknown; sibling: unknown; path: string }

/**
 * Is this a resource of the type, by STU3 itself? Reports every fault (the first thousand of a body beyond repair);
 * with none, the value is a `ResourceOf<type>`. What GP Connect's profiles add is judged elsewhere. Stricter than STU3
 * in two points: a mandatory primitive needs a value, an extension in its place does not do; and a resource within must
 * be of a type spoken here.
 */
export function checkShape(value: unknown, type: ResourceType): Fault[] {
  const walk: Walk = { faults: [], scope: { contained: [], references: [] }, depth: 0 }
  checkResource(walk, value, { path: type, expected: type })
  return walk.faults
}

function fault(walk: Walk, path: string, message: string): void {
  if (walk.faults.length < MOST_FAULTS) walk.faults.push({ path, message })
}

function checkResource(walk: Walk, value: unknown, { path, expected }: { path: string; expected?: ResourceType | undefined }): void {
  const type = resourceTypeOf(walk, value, { path, expected })
  if (type === undefined || !isJsonObject(value)) return
  const outer = walk.scope
  walk.scope = { contained: [], references: [] }
  checkElements(walk, value, { path, type })
  checkScope(walk.scope, (message, place) => fault(walk, place, message))
  walk.scope = outer
}

/** A contained resource shares the scope of the one around it. */
function checkContainedResource(walk: Walk, value: unknown, path: string): void {
  if (isJsonObject(value)) walk.scope.contained.push({ id: value.id, path })
  const type = resourceTypeOf(walk, value, { path })
  if (type === undefined || !isJsonObject(value)) return
  checkContained(value, (message, below) => fault(walk, `${path}.${below}`, message))
  checkElements(walk, value, { path, type })
}

function resourceTypeOf(
  walk: Walk,
  value: unknown,
  { path, expected }: { path: string; expected?: ResourceType | undefined },
): ResourceType | undefined {
  if (!isJsonObject(value)) {
    fault(walk, path, 'expected a resource: a JSON object')
    return undefined
  }
  const type = value.resourceType
  if (isResourceType(type) && (expected ?? type) === type) return type
  fault(walk, `${path}.resourceType`, `expected ${expected ?? 'a resource type that GP Connect uses'}`)
  return undefined
}

function checkElements(walk: Walk, node: JsonObject, { path, type }: { path: string; type: string }): void {
  const table = tableOf(type)
  if (!table || walk.depth >= DEEPEST) {
    fault(walk, path, `expected at most ${DEEPEST} levels of elements`)
    return
  }
  walk.depth += 1
  const chosen = checkProperties(walk, node, { path, table })
  for (const element of table.mandatory) {
    if (!isPresent(node, element, chosen)) fault(walk, `${path}.${element.name}`, `expected a value: ${element.name} is mandatory`)
  }
  if (type === 'Reference') noteReference(walk.scope, node, path)
  INVARIANTS.get(type)?.(node, (message, below) => fault(walk, below ? `${path}.${below}` : path, message))
  walk.depth -= 1
}

function isPresent(node: JsonObject, element: Element, chosen: ReadonlyMap<string, string> | undefined): boolean {
  const name = element.isChoice ? chosen?.get(element.name) : element.name
  return name !== undefined && node[name] !== undefined
}

/** Returns which property stands for each choice that was made. */
function checkProperties(
  walk: Walk,
  node: JsonObject,
  { path, table }: { path: string; table: TypeTable },
): Map<string, string> | undefined {
  let chosen: Map<string, string> | undefined
  let isEmpty = !table.isResource

  for (const key of Object.keys(node)) {
    const value = node[key]
    if (value === undefined || (table.isResource && key === 'resourceType')) continue
    // An id alone says nothing, but beside a primitive's value it may stand.
    if (key !== 'id' || table.type === 'Element') isEmpty = false

    const isSibling = key.startsWith('_')
    const property = table.properties.get(isSibling ? key.slice(1) : key)
    if (!property || (isSibling && (!property.primitive || property.element.isAttribute))) {
      fault(walk, `${path}.${nameable(key)}`, `expected only elements that STU3 defines for ${table.type}`)
      continue
    }
    if (property.element.isChoice) {
      chosen ??= new Map()
      const first = chosen.get(property.element.name)
      if (first === undefined) chosen.set(property.element.name, property.name)
      else if (first !== property.name) fault(walk, `${path}.${key}`, `expected only one ${property.element.name}[x]`)
    }
    if (isSibling) checkSibling(walk, { property, value: node[property.name], sibling: value, path: `${path}.${key}` })
    else checkProperty(walk, { property, value, sibling: property.primitive && node[`_${key}`], path: `${path}.${key}` })
  }
  if (isEmpty) fault(walk, path, 'expected at least one element besides an id')
  return chosen
}

/** What is no element's name is not repeated: a key may be anything. */
export function nameable(key: string): string {
  return /^_?[A-Za-z]{1,40}$/.test(key) ? key : '?'
}

function checkProperty(walk: Walk, { property, value, sibling, path }: Sent): void {
  if (!property.element.repeats) {
    if (Array.isArray(value)) fault(walk, path, 'expected a single value, not an array')
    else checkValue(walk, value, { property, path })
  } else if (isFilledArray(walk, value, path)) {
    for (const [index, item] of value.entries()) {
      if (walk.faults.length === MOST_FAULTS) return
      const isStoodInFor = item === null && Array.isArray(sibling) && isJsonObject(sibling[index])
      if (!isStoodInFor) checkValue(walk, item, { property, path: `${path}[${index}]` })
    }
  }
}

function isFilledArray(walk: Walk, value: unknown, path: string): value is unknown[] {
  if (!Array.isArray(value)) fault(walk, path, 'expected an array')
  else if (value.length === 0) fault(walk, path, 'expected at least one item: what is empty is left out')
  else return true
  return false
}

function checkValue(walk: Walk, value: unknown, { property, path }: { property: Property; path: string }): void {
  const { primitive, type, element } = property
  if (primitive) {
    if (!primitive.accepts(value)) fault(walk, path, `expected ${primitive.expected}`)
    else if (element.codes && !element.codes.has(String(value))) fault(walk, path, `expected one of ${[...element.codes].join(', ')}`)
  } else if (type === 'Resource') {
    if (element.name === 'contained') checkContainedResource(walk, value, path)
    else checkResource(walk, value, { path })
  } else if (isJsonObject(value)) checkElements(walk, value, { path, type })
  else fault(walk, path, `expected a JSON object (${type})`)
}

/** `_name`: the id and extensions of the primitive `name`, or of each item of the list. */
function checkSibling(walk: Walk, { property, value, sibling, path }: Sent): void {
  if (!property.element.repeats) {
    checkSiblingItem(walk, sibling, { path, hasValue: value !== undefined })
  } else if (isFilledArray(walk, sibling, path)) {
    const values = Array.isArray(value) ? value : undefined
    if (values && values.length !== sibling.length) fault(walk, path, `expected as many items as ${property.name} has`)
    for (const [index, item] of sibling.entries()) {
      const hasValue = values?.[index] !== undefined && values[index] !== null
      if (item !== null || !hasValue) checkSiblingItem(walk, item, { path: `${path}[${index}]`, hasValue })
    }
  }
}

function checkSiblingItem(walk: Walk, item: unknown, { path, hasValue }: { path: string; hasValue: boolean }): void {
  if (!isJsonObject(item)) {
    fault(walk, path, 'expected a JSON object with an id or extensions')
    return
  }
  if (!hasValue && item.extension === undefined) fault(walk, path, 'expected an extension where there is no value')
  checkElements(walk, item, { path, type: 'Element' })
}
