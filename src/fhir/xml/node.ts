import type { Property } from '../elements.ts'

/** A JSON object being filled. Its keys come from the element tables alone. */
export type Node = Record<string, unknown>

/** How many elements of that name the node has so far. */
export function countIn(node: Node, name: string): number {
  const length = listAt(node, name)?.length ?? listAt(node, `_${name}`)?.length
  return length ?? (name in node || `_${name}` in node ? 1 : 0)
}

export function add(node: Node, { name, element }: Property, value: unknown): void {
  if (!element.repeats) node[name] = value
  else (listAt(node, name) ?? startList(node, name, 0)).push(value)
}

/** A primitive's value, and beside it under `_name` its id and extensions: of a list, both lists keep step, with nulls. */
export function addPrimitive(
  node: Node,
  { name, element }: Property,
  { value, sibling }: { value: unknown; sibling: Node | undefined },
): void {
  const beside = `_${name}`
  if (!element.repeats) {
    if (value !== undefined) node[name] = value
    if (sibling) node[beside] = sibling
    return
  }
  const before = countIn(node, name)
  const values = listAt(node, name) ?? (value !== undefined && startList(node, name, before))
  const siblings = listAt(node, beside) ?? (sibling && startList(node, beside, before))
  if (values) values.push(value ?? null)
  if (siblings) siblings.push(sibling ?? null)
}

function listAt(node: Node, key: string): unknown[] | undefined {
  const list = node[key]
  return Array.isArray(list) ? list : undefined
}

function startList(node: Node, key: string, nulls: number): unknown[] {
  const list: unknown[] = new Array(nulls).fill(null)
  node[key] = list
  return list
}
