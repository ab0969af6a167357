import { type BerElement, elementsIn, elementsOf, MalformedMessage, textOf } from './ber-elements.ts'

/** A search filter (RFC 4511, 4.5.1.7), attribute names in lower case. */
export type LdapFilter =
  | { kind: 'and' | 'or'; filters: readonly LdapFilter[] }
  | { kind: 'not'; filter: LdapFilter }
  | { kind: 'equal'; attribute: string; value: string }
  | { kind: 'substrings'; attribute: string; initial: string | undefined; any: readonly string[]; final: string | undefined }
  | { kind: 'present'; attribute: string }
  /** Comparisons that no attribute here defines: they match nothing, and neither does their negation. */
  | { kind: 'undefined' }

const DEEPEST = 50

export function decodeFilter(element: BerElement | undefined, depth = 0): LdapFilter {
  if (!element || depth > DEEPEST) throw new MalformedMessage('A filter is missing, or too deep.')
  const { tag, content } = element
  switch (tag) {
    case 0xa0:
    case 0xa1:
      return { kind: tag === 0xa0 ? 'and' : 'or', filters: elementsIn(content).map((inner) => decodeFilter(inner, depth + 1)) }
    case 0xa2: {
      const [inner, ...others] = elementsIn(content)
      if (others.length > 0) throw new MalformedMessage('A negation of several filters.')
      return { kind: 'not', filter: decodeFilter(inner, depth + 1) }
    }
    case 0xa3: {
      const [attribute, value] = elementsIn(content)
      return { kind: 'equal', attribute: nameOf(attribute), value: textOf(value) }
    }
    case 0xa4:
      return decodeSubstrings(content)
    case 0x87:
      return { kind: 'present', attribute: content.toString('utf8').toLowerCase() }
    case 0xa5: // greaterOrEqual
    case 0xa6: // lessOrEqual
    case 0xa8: // approxMatch
    case 0xa9: // extensibleMatch
      elementsIn(content)
      return { kind: 'undefined' }
    default:
      throw new MalformedMessage('A filter of an unknown kind.')
  }
}

function nameOf(element: BerElement | undefined): string {
  return textOf(element).toLowerCase()
}

function decodeSubstrings(content: Buffer): LdapFilter {
  const [attribute, parts] = elementsIn(content)
  const found = elementsOf(parts)
  const only = (tag: number, place: number) => (found.at(place)?.tag === tag ? textOf(found.at(place), tag) : undefined)
  const [initial, final] = [only(0x80, 0), only(0x82, -1)]
  const any = found.slice(initial === undefined ? 0 : 1, final === undefined ? undefined : -1).map((part) => textOf(part, 0x81))
  if (found.length === 0) throw new MalformedMessage('A filter by parts has none.')
  return { kind: 'substrings', attribute: nameOf(attribute), initial, any, final }
}
