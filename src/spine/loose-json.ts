/**
 * Reading what others send: unknown elements are ignored (CON-11), a value of the wrong shape counts as absent, and a lone
 * object where FHIR has an array (as published examples do) counts as one entry.
 */
export type Loose = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectAt(from: Loose | undefined, name: string): Loose | undefined {
  return objectsAt(from, name)[0]
}

export function objectsAt(from: Loose | undefined, name: string): Loose[] {
  return listAt(from, name).filter(isObject)
}

export function textAt(from: Loose | undefined, name: string): string | undefined {
  const value = from?.[name]
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

export function textsAt(from: Loose | undefined, name: string): string[] {
  return listAt(from, name).filter((value): value is string => typeof value === 'string' && value.trim() !== '')
}

function listAt(from: Loose | undefined, name: string): unknown[] {
  const value = from?.[name]
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** The first extension under this URL. */
export function extensionAt(from: Loose | undefined, url: string): Loose | undefined {
  return objectsAt(from, 'extension').find((extension) => extension.url === url)
}

/** The value of the first identifier of this system. */
export function identifierAt(from: Loose | undefined, system: string): string | undefined {
  return textAt(
    objectsAt(from, 'identifier').find((identifier) => identifier.system === system),
    'value',
  )
}
