import { isJsonObject, type JsonObject } from './json-object.ts'

/** What one resource contains and what its `#` references point to; a Bundle's entries have a scope each. */
export type ContainedScope = {
  contained: { id: unknown; path: string }[]
  references: { id: string; path: string }[]
}

export function noteReference(scope: ContainedScope, reference: JsonObject, path: string): void {
  const target = reference.reference
  if (typeof target === 'string' && target.startsWith('#')) scope.references.push({ id: target.slice(1), path })
}

/** dom-1, dom-2 and dom-4: what a contained resource may not have. */
export function checkContained(resource: JsonObject, report: (message: string, below: string) => void): void {
  const forbid = (name: string, rule: string) => report(`expected no ${name} in a contained resource (${rule})`, name)
  if (resource.text !== undefined) forbid('text', 'dom-1')
  if (resource.contained !== undefined) forbid('contained', 'dom-2')
  if (!isJsonObject(resource.meta)) return
  if (resource.meta.versionId !== undefined) forbid('meta.versionId', 'dom-4')
  if (resource.meta.lastUpdated !== undefined) forbid('meta.lastUpdated', 'dom-4')
}

/** dom-3 and ref-1: what is contained is referred to, and what is referred to is contained. */
export function checkScope({ contained, references }: ContainedScope, report: (message: string, path: string) => void): void {
  if (contained.length === 0 && references.length === 0) return

  const wanted = new Set<unknown>(references.map(({ id }) => id))
  const held = new Set<unknown>()
  for (const { id, path } of contained) {
    if (!wanted.has(id)) report('expected an id that a reference in the same resource points to (dom-3)', path)
    else if (held.has(id)) report('expected an id that no other contained resource has', `${path}.id`)
    held.add(id)
  }
  for (const { id, path } of references) {
    if (!held.has(id)) report('expected the id of a contained resource after # (ref-1)', `${path}.reference`)
  }
}
