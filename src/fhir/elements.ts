import { CODES, ELEMENTS } from './elements.generated.ts'
import { PRIMITIVES, type Primitive } from './primitives.ts'
import { isResourceType } from './types.ts'

/** One element of a type. A choice is named without its `[x]`. */
export type Element = {
  name: string
  /** Its place among the elements of its type, in XML order. */
  order: number
  isChoice: boolean
  isMandatory: boolean
  repeats: boolean
  /** Written as an attribute in XML; in JSON, has no `_` sibling. */
  isAttribute: boolean
  /** More than one only where it is a choice. */
  types: readonly string[]
  /** The codes of a required binding. */
  codes: ReadonlySet<string> | undefined
}

/** An element as JSON names it: `status`, or `valueCode` for `value[x]` with one of its types. */
export type Property = { name: string; element: Element; type: string; primitive: Primitive | undefined }

export type TypeTable = {
  type: string
  isResource: boolean
  /** In XML order. */
  elements: readonly Element[]
  mandatory: readonly Element[]
  properties: ReadonlyMap<string, Property>
}

const codeSets = new Map(Object.entries(CODES).map(([name, codes]) => [name, new Set(codes.split(' '))]))

function parseElement(word: string, order: number): Element {
  const match = /^(@?)(\w+)(\[x\])?(!?)(\*?):([^=]+)(?:=(.+))?$/.exec(word)
  if (!match) throw new Error(`elements.generated.ts holds a word that does not parse: ${word}`)
  const [, attribute, name = '', choice, mandatory, repeats, types = '', binding] = match
  return {
    name,
    order,
    isChoice: choice !== undefined,
    isMandatory: mandatory === '!',
    repeats: repeats === '*',
    isAttribute: attribute === '@',
    types: types.split('|'),
    codes: binding === undefined ? undefined : codeSets.get(binding),
  }
}

function propertiesOf(element: Element): Property[] {
  return element.types.map((type) => ({
    name: element.isChoice ? `${element.name}${type.charAt(0).toUpperCase()}${type.slice(1)}` : element.name,
    element,
    type,
    primitive: PRIMITIVES.get(type),
  }))
}

function buildTable(type: string, words: string): TypeTable {
  const elements = words.split(' ').map(parseElement)
  return {
    type,
    isResource: isResourceType(type),
    elements,
    mandatory: elements.filter(({ isMandatory }) => isMandatory),
    properties: new Map(elements.flatMap(propertiesOf).map((property) => [property.name, property])),
  }
}

const tables = new Map(Object.entries(ELEMENTS).map(([type, words]) => [type, buildTable(type, words)]))

/** A resource, datatype or backbone (`Appointment.participant`); undefined for primitives and what is not spoken here. */
export function tableOf(type: string): TypeTable | undefined {
  return tables.get(type)
}
