import { comparable } from './comparable.ts'

/** `ou=Services, o=nhs` as comparable parts, leaf first (RFC 4514); undefined for what is no name. The root is no part at all. */
export function parseDistinguishedName(text: string): readonly string[] | undefined {
  if (text.trim() === '') return []
  const parts: string[] = []
  // Escaped commas belong to a value.
  for (const part of text.split(/(?<!\\)[,;]/)) {
    const [, name, value] = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)\s*=\s*(.*?)\s*$/s.exec(part) ?? []
    if (name === undefined || value === undefined) return undefined
    parts.push(comparable(`${name}=${unescaped(value)}`))
  }
  return parts
}

function unescaped(value: string): string {
  return value.replace(/\\([0-9A-Fa-f]{2})|\\(.)/gs, (_, hex: string | undefined, char: string | undefined) =>
    hex === undefined ? (char ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** How many levels `dn` is below `base`; undefined where it is elsewhere. */
export function levelsBelow(base: readonly string[], dn: readonly string[]): number | undefined {
  const levels = dn.length - base.length
  return levels >= 0 && base.every((part, index) => part === comparable(dn[levels + index] ?? '')) ? levels : undefined
}
