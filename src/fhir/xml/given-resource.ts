import fc from 'fast-check'
import { RESOURCE_TYPES } from '../elements.generated.ts'
import { type Element, type Property, tableOf } from '../elements.ts'
import { PRIMITIVES } from '../primitives.ts'
import type { Resource } from '../types.ts'

type Node = Record<string, unknown>

const DEEPEST = 5

/** Any text that XML can hold: what needs escaping, blanks of every kind, and all of Unicode. */
export const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('<', '>', '&', '"', "'", '\t', '\n', '\r', ' ', ']]>', '&amp;', '\u0085', '\u00a0', '\u2028', '\ufeff', '😀'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 12,
})

const DIVS = [
  '<div xmlns="http://www.w3.org/1999/xhtml"/>',
  `<div xmlns='http://www.w3.org/1999/xhtml' class="a &gt; b">\n\tx<br />&#160;<b>&lt;y&gt; ]]&gt;</b><!-- z --></div>`,
]

const NUMBERS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  boolean: fc.boolean(),
  integer: fc.integer(),
  unsignedInt: fc.nat(),
  positiveInt: fc.integer({ min: 1 }),
  // XML has no negative zero that JSON.stringify would keep.
  decimal: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  xhtml: fc.constantFrom(...DIVS),
}

/** What the codec does not look into may be any text: that a date is one is checkShape's to say. */
const primitiveOf = (type: string) => NUMBERS[type] ?? anyText

/** Any resource of the element tables, its properties in any order; what of it is set by chance is of the right kind. */
export const anyResource: fc.Arbitrary<Resource> = fc
  .constantFrom(...RESOURCE_TYPES)
  .chain((type) => anyResourceOf(type, 0))
  .map((resource) => resource as unknown as Resource)

const anyResourceOf = (type: string, depth: number): fc.Arbitrary<Node> =>
  anyNode(type, depth).map((node) => ({ resourceType: type, ...node }))

function anyNode(type: string, depth: number): fc.Arbitrary<Node> {
  const elements = (tableOf(type)?.elements ?? []).filter(({ types }) => depth < DEEPEST || types.some((name) => PRIMITIVES.has(name)))
  return fc
    .shuffledSubarray(elements, { maxLength: Math.min(4, elements.length) })
    .chain((chosen) => fc.tuple(...chosen.map((element) => anyProperty(type, element, depth))))
    .map((parts) => Object.assign({}, ...parts))
}

function anyProperty(type: string, element: Element, depth: number): fc.Arbitrary<Node> {
  const properties = [...(tableOf(type)?.properties.values() ?? [])].filter((property) => property.element === element)
  const usable = properties.filter(({ primitive }) => depth < DEEPEST || primitive)
  return fc.constantFrom(...usable).chain((property) => anyValue(property, depth + 1))
}

function anyValue(property: Property, depth: number): fc.Arbitrary<Node> {
  const { name, element, type, primitive } = property
  if (primitive && element.isAttribute) return anyText.map((text) => ({ [name]: text }))
  if (type === 'xhtml') return primitiveOf(type).map((div) => ({ [name]: div }))
  if (primitive && element.repeats)
    return fc.array(anyItem(type, depth), { minLength: 1, maxLength: 3 }).map((items) => besideEachOther(name, items))
  if (primitive)
    return anyItem(type, depth).map(({ value, sibling }) => ({
      ...(value !== null && { [name]: value }),
      ...(sibling && { [`_${name}`]: sibling }),
    }))
  const item = type === 'Resource' ? fc.constantFrom(...RESOURCE_TYPES).chain((inner) => anyResourceOf(inner, depth)) : anyNode(type, depth)
  return (element.repeats ? fc.array(item, { minLength: 1, maxLength: 2 }) : item).map((value) => ({ [name]: value }))
}

type Item = { value: unknown; sibling: Node | null }

/** A primitive: a value, or an id or extensions, or both. */
function anyItem(type: string, depth: number): fc.Arbitrary<Item> {
  const value = primitiveOf(type)
  const alone = value.map((given): Item => ({ value: given, sibling: null }))
  if (depth >= DEEPEST) return alone
  const extension = fc.array(anyNode('Extension', depth + 1), { minLength: 1, maxLength: 2 })
  const sibling = fc.oneof(
    anyText.map((id): Node => ({ id })),
    extension.map((extensions): Node => ({ extension: extensions })),
  )
  return fc.oneof({ arbitrary: alone, weight: 4 }, fc.record({ value: fc.option(value), sibling }))
}

/** The two lists of a repeating primitive; one that is all null is not sent. */
function besideEachOther(name: string, items: Item[]): Node {
  const values = items.map(({ value }) => value)
  const siblings = items.map(({ sibling }) => sibling)
  const isSent = (list: unknown[]) => list.some((item) => item !== null)
  return { ...(isSent(values) && { [name]: values }), ...(isSent(siblings) && { [`_${name}`]: siblings }) }
}
