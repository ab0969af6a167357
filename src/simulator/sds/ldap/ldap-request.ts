import { type BerElement, booleanOf, elementsIn, elementsOf, integerOf, MalformedMessage, TAG, textOf } from './ber-elements.ts'
import { decodeFilter, type LdapFilter } from './ldap-filter.ts'

export type LdapSearch = {
  base: string
  scope: 'base' | 'one' | 'sub'
  /** 0 for none of the client's. */
  sizeLimit: number
  namesOnly: boolean
  filter: LdapFilter
  /** In lower case. */
  attributes: readonly string[]
}

export type LdapOperation =
  | { kind: 'bind'; version: number; name: string; password: string | undefined }
  | ({ kind: 'search' } & LdapSearch)
  | { kind: 'unbind' }
  | { kind: 'abandon'; messageId: number }
  /** What this directory does not do: it is read-only. */
  | { kind: 'extended' }
  | { kind: 'write'; answerTag: number }

export type LdapRequest = { messageId: number; needsControl: boolean; operation: LdapOperation }

/** One message (RFC 4511, 4.1.1), or a MalformedMessage. */
export function decodeRequest(message: BerElement): LdapRequest {
  const [id, operation, controls, ...others] = elementsOf(message)
  const messageId = integerOf(id)
  if (messageId < 0 || !operation || others.length > 0) throw new MalformedMessage('No LDAP message.')
  return { messageId, needsControl: controls !== undefined && hasCriticalOne(controls), operation: decodeOperation(operation) }
}

function hasCriticalOne(controls: BerElement): boolean {
  return elementsOf(controls, 0xa0).some((control) => {
    const [, criticality] = elementsOf(control)
    return criticality?.tag === TAG.boolean && booleanOf(criticality)
  })
}

/** Requests that would change or compare something, with the tag of the answer to each. */
const WRITES: Readonly<Record<number, number>> = { 102: 0x67, 104: 0x69, 74: 0x6b, 108: 0x6d, 110: 0x6f }

function decodeOperation({ tag, content }: BerElement): LdapOperation {
  switch (tag) {
    case 0x60:
      return decodeBind(content)
    case 0x42:
      return { kind: 'unbind' }
    case 0x50:
      return { kind: 'abandon', messageId: integerOf({ tag: TAG.integer, content }) }
    case 0x63:
      return { kind: 'search', ...decodeSearch(content) }
    case 0x77:
      return { kind: 'extended' }
    default: {
      const answerTag = WRITES[tag]
      if (answerTag === undefined) throw new MalformedMessage('No LDAP operation.')
      return { kind: 'write', answerTag }
    }
  }
}

function decodeBind(content: Buffer): LdapOperation {
  const [version, name, authentication] = elementsIn(content)
  if (!authentication) throw new MalformedMessage('A bind without authentication.')
  // Simple is [0]; anything else is SASL, or unknown.
  const password = authentication.tag === 0x80 ? textOf(authentication, 0x80) : undefined
  return { kind: 'bind', version: integerOf(version), name: textOf(name), password }
}

const SCOPES = ['base', 'one', 'sub'] as const

function decodeSearch(content: Buffer): LdapSearch {
  const [base, scope, aliases, sizeLimit, timeLimit, namesOnly, filter, attributes] = elementsIn(content)
  const named = SCOPES[integerOf(scope, TAG.enumerated)]
  if (named === undefined) throw new MalformedMessage('No scope.')
  // There are no aliases, and no search takes long.
  integerOf(aliases, TAG.enumerated)
  integerOf(timeLimit)
  return {
    base: textOf(base),
    scope: named,
    sizeLimit: integerOf(sizeLimit),
    namesOnly: booleanOf(namesOnly),
    filter: decodeFilter(filter),
    attributes: elementsOf(attributes).map((attribute) => textOf(attribute).toLowerCase()),
  }
}
