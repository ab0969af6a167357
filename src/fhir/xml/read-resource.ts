import type { SaxesTagNS } from 'saxes'
import { type Fault, nameable } from '../check-shape.ts'
import { type Property, type TypeTable, tableOf } from '../elements.ts'
import { isResourceType } from '../types.ts'
import { FHIR, SCHEMA_INSTANCE, XHTML, XMLNS } from './namespaces.ts'
import { add, addPrimitive, countIn, type Node } from './node.ts'
import { createNarrativeReader } from './read-narrative.ts'
import { readPrimitive } from './read-primitive.ts'
import type { XmlEvents } from './read-xml.ts'

/** A text of nothing but faults would make an answer many times its size. */
const MOST_FAULTS = 1000

/** An open element: which of its node's it is where that repeats, and what has been read of it. */
type Frame =
  | { kind: 'resource'; table: TypeTable; node: Node }
  | { kind: 'elements'; property: Property; index: number; table: TypeTable; node: Node }
  /** `node` takes the id and extensions. */
  | { kind: 'primitive'; property: Property; index: number; table: TypeTable; node: Node; value: unknown }
  /** `contained` and its like: one resource stands within. */
  | { kind: 'holder'; property: Property; index: number; resource: Node | undefined }

export type ReadResource = { value: unknown; faults: Fault[] }

/** Fills JSON objects by the element tables, as the elements of a document come. */
export function createResourceReader(source: string): XmlEvents & { result: () => ReadResource } {
  const faults: Fault[] = []
  const frames: Frame[] = []
  let root: Node | undefined
  let narrative: XmlEvents | undefined
  /** How many elements are open that are not understood. */
  let skipped = 0

  function report(message: string, ...below: string[]): void {
    if (faults.length < MOST_FAULTS) faults.push({ path: [...frames.flatMap(segmentOf), ...below].join('.'), message })
  }

  function skip(message: string, ...below: string[]): void {
    report(message, ...below)
    skipped = 1
  }

  function openResource(tag: SaxesTagNS, holder: (Frame & { kind: 'holder' }) | undefined): void {
    // The path of a resource within is its holder's.
    const below = holder ? [] : [nameable(tag.local)]
    const table = isResourceType(tag.local) ? tableOf(tag.local) : undefined
    if (tag.uri !== FHIR) skip(`expected the namespace ${FHIR}`, ...below)
    else if (!table) skip('expected a resource type that GP Connect uses', ...below)
    else if (holder?.resource) skip('expected a single resource', ...below)
    else push(tag, { kind: 'resource', table, node: { resourceType: table.type } })
  }

  function openElement(tag: SaxesTagNS, end: number, { table, node }: { table: TypeTable; node: Node }): void {
    const { local } = tag
    const property = table.properties.get(local)
    const namespace = property?.type === 'xhtml' ? XHTML : FHIR
    const index = countIn(node, local)
    if (tag.uri !== namespace) skip(`expected the namespace ${namespace}`, nameable(local))
    else if (!property || property.element.isAttribute) skip(`expected only elements that STU3 defines for ${table.type}`, nameable(local))
    else if (index > 0 && !property.element.repeats) skip('expected a single element', local)
    else if (property.type === 'xhtml') openNarrative(tag, end, node)
    else push(tag, frameOf(property, index))
  }

  function openNarrative(tag: SaxesTagNS, end: number, node: Node): void {
    narrative = createNarrativeReader(source, (div) => {
      node[tag.local] = div
      narrative = undefined
    })
    narrative.open(tag, end)
  }

  function push(tag: SaxesTagNS, frame: Frame): void {
    frames.push(frame)
    for (const { name, uri, local, value } of Object.values(tag.attributes)) {
      // Where a schema may be found is no content.
      if (uri === XMLNS || (uri === SCHEMA_INSTANCE && local === 'schemaLocation')) continue
      if (frame.kind === 'primitive' && name === 'value') frame.value = readPrimitive(frame.property.type, value)
      else if (frame.kind !== 'holder' && frame.table.properties.get(name)?.element.isAttribute) frame.node[name] = value
      else report('expected only attributes that STU3 defines for it', nameable(name))
    }
  }

  function close(frame: Frame): void {
    if (frame.kind === 'primitive' && frame.value === undefined && isEmpty(frame.node)) report('expected a value, or an extension')
    if (frame.kind === 'holder' && !frame.resource) report('expected a resource')
    frames.pop()
    const outer = frames.at(-1)
    if (!outer) root = frame.kind === 'resource' ? frame.node : undefined
    else if (outer.kind === 'holder') outer.resource = frame.kind === 'resource' ? frame.node : undefined
    else if (frame.kind === 'holder') add(outer.node, frame.property, frame.resource)
    else if (frame.kind === 'elements') add(outer.node, frame.property, frame.node)
    else if (frame.kind === 'primitive') {
      addPrimitive(outer.node, frame.property, { value: frame.value, sibling: isEmpty(frame.node) ? undefined : frame.node })
    }
  }

  return {
    open: (tag, end) => {
      const outer = frames.at(-1)
      if (narrative) narrative.open(tag, end)
      else if (skipped > 0) skipped += 1
      else if (!outer || outer.kind === 'holder') openResource(tag, outer)
      else openElement(tag, end, outer)
    },
    text: (characters) => {
      if (narrative) narrative.text(characters)
      else if (skipped === 0 && /[^ \t\r\n]/.test(characters)) report('expected no text between elements')
    },
    close: (end) => {
      const frame = frames.at(-1)
      if (narrative) narrative.close(end)
      else if (skipped > 0) skipped -= 1
      else if (frame) close(frame)
    },
    result: () => ({ value: root, faults }),
  }
}

function frameOf(property: Property, index: number): Frame {
  const { type, primitive } = property
  if (type === 'Resource') return { kind: 'holder', property, index, resource: undefined }
  const table = tableOf(primitive ? 'Element' : type)
  if (!table) throw new Error(`The element tables lack ${type}.`)
  return primitive
    ? { kind: 'primitive', property, index, table, node: {}, value: undefined }
    : { kind: 'elements', property, index, table, node: {} }
}

/** As checkShape writes paths. A resource within another has no name of its own there. */
function segmentOf(frame: Frame, depth: number): string[] {
  if (frame.kind === 'resource') return depth === 0 ? [frame.table.type] : []
  const { name, element } = frame.property
  return [element.repeats ? `${name}[${frame.index}]` : name]
}

function isEmpty(node: Node): boolean {
  for (const _key in node) return false
  return true
}
