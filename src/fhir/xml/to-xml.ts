import { type Property, type TypeTable, tableOf } from '../elements.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'
import { isResourceType, type Resource } from '../types.ts'
import { escapeAttribute } from './escape.ts'
import { FHIR } from './namespaces.ts'
import { writeNarrative } from './write-narrative.ts'
import { writeNumber } from './write-number.ts'

/**
 * The resource in XML, in STU3's order, with nothing left out. It is meant for resources of the shape that checkShape
 * proves: where something has no place in XML this throws, because to drop it would be to send something else (GEN-15).
 */
export function toXml(resource: Resource): string {
  return writeResource(resource, ` xmlns="${FHIR}"`)
}

function unwritable(what: string): Error {
  return new Error(`XML has no place for ${what}.`)
}

function writeResource(resource: unknown, namespace = ''): string {
  const type = isJsonObject(resource) ? resource.resourceType : undefined
  const table = isResourceType(type) ? tableOf(type) : undefined
  if (!isJsonObject(resource) || !table) throw unwritable('what is no resource')
  const { children } = writeNode(resource, table)
  return children === '' ? `<${table.type}${namespace}/>` : `<${table.type}${namespace}>${children}</${table.type}>`
}

function writeElement(name: string, { attributes, children }: { attributes: string; children: string }): string {
  return children === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${children}</${name}>`
}

function writeNode(node: JsonObject, table: TypeTable): { attributes: string; children: string } {
  let attributes = ''
  let children = ''
  for (const property of propertiesIn(node, table)) {
    const value = node[property.name]
    if (property.element.isAttribute) attributes += ` ${property.name}="${writeValue(value)}"`
    else if (property.element.repeats) children += writeList(node, property)
    else children += writeItem(property, value, property.primitive && node[`_${property.name}`])
  }
  return { attributes, children }
}

/** Those that the node has, in XML order. */
function propertiesIn(node: JsonObject, table: TypeTable): Property[] {
  const found: Property[] = []
  let isOrdered = true
  for (const key of Object.keys(node)) {
    if (node[key] === undefined || (table.isResource && key === 'resourceType')) continue
    const isSibling = key.charCodeAt(0) === 0x5f
    const property = table.properties.get(isSibling ? key.slice(1) : key)
    if (!property || (isSibling && (!property.primitive || property.element.isAttribute))) throw unwritable(`${table.type}.${key}`)
    if (isSibling && node[property.name] !== undefined) continue
    const last = found.at(-1)
    if (last && last.element.order > property.element.order) isOrdered = false
    found.push(property)
  }
  return isOrdered ? found : found.sort((one, other) => one.element.order - other.element.order)
}

function writeList(node: JsonObject, property: Property): string {
  const items = listOf(node[property.name], property)
  if (!property.primitive) return items.map((item) => writeItem(property, item, undefined)).join('')

  const siblings = listOf(node[`_${property.name}`], property)
  let written = ''
  for (let index = 0; index < Math.max(items.length, siblings.length); index += 1) {
    written += writeItem(property, items[index], siblings[index])
  }
  return written
}

function listOf(value: unknown, { name }: Property): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw unwritable(`a single ${name} where a list belongs`)
  return value
}

function writeItem({ name, type, primitive }: Property, value: unknown, sibling: unknown): string {
  if (type === 'xhtml') return writeNarrative(value, sibling)
  if (primitive) return writePrimitive(name, value, sibling)
  if (type === 'Resource') return `<${name}>${writeResource(value)}</${name}>`
  return writeElement(name, writeNode(objectOf(value, name), tableFor(type)))
}

function writePrimitive(name: string, value: unknown, sibling: unknown): string {
  const given = value === undefined || value === null ? '' : ` value="${writeValue(value)}"`
  const beside = sibling === undefined || sibling === null ? undefined : objectOf(sibling, `_${name}`)
  if (beside) {
    const { attributes, children } = writeNode(beside, tableFor('Element'))
    return writeElement(name, { attributes: attributes + given, children })
  }
  if (given === '') throw unwritable(`a ${name} that is nothing`)
  return `<${name}${given}/>`
}

function writeValue(value: unknown): string {
  if (typeof value === 'string') return escapeAttribute(value)
  if (typeof value === 'number') return writeNumber(value)
  if (typeof value === 'boolean') return String(value)
  throw unwritable('a primitive that is no text, number or boolean')
}

function objectOf(value: unknown, name: string): JsonObject {
  if (!isJsonObject(value)) throw unwritable(`a ${name} that is no object`)
  return value
}

function tableFor(type: string): TypeTable {
  const table = tableOf(type)
  if (!table) throw new Error(`The element tables lack ${type}.`)
  return table
}
