import type { With } from './mutation.ts'

type Place = { parent: object; key: string }

/** A copy of a JSON value with something in it replaced, removed, doubled, wrapped, swapped or added. */
export function mutatedTree(value: unknown, by: With): unknown {
  const root = { value: structuredClone(value) }
  const { parent, key } = by.random.pick(placesIn(root))
  const found: unknown = Reflect.get(parent, key)
  const put = (replacement: unknown) => define(parent, key, replacement)
  by.random.pick([
    () => put(by.random.pick(by.junk.values)),
    () => put(by.random.pick(by.junk.values)),
    () => (Array.isArray(parent) ? parent.splice(Number(key), 1) : Reflect.deleteProperty(parent, key)),
    () => (Array.isArray(parent) ? parent.splice(Number(key), 0, found) : put([found, found])),
    () => put([found]),
    () => put({ [key]: found }),
    () => put(Array.isArray(found) ? found[0] : JSON.stringify(found)),
    () => put(null),
    () => put(deep(by.random.pick([50, 99, 101, 300]), found)),
    () => put(typeof found === 'string' ? damaged(found, by) : found === true),
    () => addTo(found, by),
    () => {
      const other = by.random.pick(placesIn(root))
      put(structuredClone(Reflect.get(other.parent, other.key)))
    },
  ])()
  return root.value
}

/** As far as real resources nest, and no deeper into what has been made deep already. */
function placesIn(node: object, depth = 0): Place[] {
  return Object.entries(node).flatMap(([key, value]) => [
    { parent: node, key },
    ...(typeof value === 'object' && value !== null && depth < 40 ? placesIn(value, depth + 1) : []),
  ])
}

/** As JSON.parse does: `__proto__` is a key like any other. */
function define(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true })
}

function deep(levels: number, value: unknown): unknown {
  return Array.from({ length: levels }).reduce<unknown>((inner) => [inner], value)
}

export function damaged(text: string, { random, junk }: With): string {
  const at = random.below(text.length + 1)
  return text.slice(0, at) + random.pick(['', ' ', '\0', '\ud83d', random.pick(junk.texts)]) + text.slice(at + random.below(3))
}

const KEYS = [
  '__proto__',
  'resourceType',
  'id',
  '_id',
  '_status',
  '_start',
  'contained',
  'extension',
  'modifierExtension',
  'text',
  'implicitRules',
]

function addTo(node: unknown, { random, junk }: With): void {
  if (Array.isArray(node)) node.push(random.pick(junk.values))
  else if (typeof node === 'object' && node !== null)
    define(node, random.pick([...KEYS, random.pick(junk.texts)]), random.pick(junk.values))
}
