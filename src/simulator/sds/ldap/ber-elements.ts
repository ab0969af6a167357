import { BerReader } from 'ldapts'

/** BER as LDAP uses it (RFC 4511, 5.1): definite lengths only. */
export type BerElement = { tag: number; content: Buffer }

/** What was sent is no LDAP message, or breaks off. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage'
}

/** The elements that fill these bytes exactly. */
export function elementsIn(bytes: Buffer): BerElement[] {
  const elements: BerElement[] = []
  let rest = bytes
  while (rest.length > 0) {
    const first = firstElement(rest)
    if (!first) throw new MalformedMessage('An element breaks off.')
    elements.push(first.element)
    rest = rest.subarray(first.size)
  }
  return elements
}

/** Undefined while its end is still to come. */
export function firstElement(bytes: Buffer): { element: BerElement; size: number } | undefined {
  const reader = new BerReader(bytes)
  let tag: number | null
  try {
    tag = reader.readSequence()
  } catch {
    throw new MalformedMessage('A length cannot be read.')
  }
  if (tag === null) return undefined
  // The reader computes lengths in 32 bits with a sign.
  if (reader.length < 0) throw new MalformedMessage('A length is out of range.')
  if (reader.remain < reader.length) return undefined
  const size = reader.offset + reader.length
  return { element: { tag, content: bytes.subarray(reader.offset, size) }, size }
}

export const TAG = { boolean: 1, integer: 2, octetString: 4, enumerated: 10, sequence: 0x30 } as const

export function textOf(element: BerElement | undefined, tag: number = TAG.octetString): string {
  if (element?.tag !== tag) throw new MalformedMessage('A text is missing.')
  return element.content.toString('utf8')
}

export function integerOf(element: BerElement | undefined, tag: number = TAG.integer): number {
  if (element?.tag !== tag || element.content.length < 1 || element.content.length > 4) throw new MalformedMessage('A number is missing.')
  return element.content.readIntBE(0, element.content.length)
}

export function booleanOf(element: BerElement | undefined): boolean {
  if (element?.tag !== TAG.boolean || element.content.length !== 1) throw new MalformedMessage('A truth value is missing.')
  return element.content[0] !== 0
}

export function elementsOf(element: BerElement | undefined, tag: number = TAG.sequence): BerElement[] {
  if (element?.tag !== tag) throw new MalformedMessage('A sequence is missing.')
  return elementsIn(element.content)
}
