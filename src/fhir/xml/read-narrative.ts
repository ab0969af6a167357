import type { SaxesAttributeNS, SaxesTagNS } from 'saxes'
import { escapeAttribute, escapeText } from './escape.ts'
import { XML, XMLNS } from './namespaces.ts'
import type { XmlEvents } from './read-xml.ts'

/**
 * The `div` of a narrative as JSON holds it: the text of that element. It is cut from the source as it stands; only where it
 * needs a namespace declared outside itself is it written anew.
 */
export function createNarrativeReader(source: string, onRead: (div: string) => void): XmlEvents {
  const open: SaxesTagNS[] = []
  let start = 0
  let needsContext = false
  let rewritten = ''

  return {
    open: (tag, end) => {
      // Neither a name nor an attribute's value can hold a `<`, so the last one opened this tag.
      if (open.length === 0) start = source.lastIndexOf('<', end - 1)
      needsContext ||= tag.prefix !== '' || attributesOf(tag).some(isPrefixed) || (open.length === 0 && !declaresDefault(tag))
      rewritten += openingTag(tag, open.at(-1)?.uri)
      open.push(tag)
    },
    text: (characters) => {
      rewritten += escapeText(characters)
    },
    close: (end) => {
      const tag = open.pop()
      if (tag && !tag.isSelfClosing) rewritten += `</${tag.local}>`
      // XML reads every line end as a line feed.
      if (open.length === 0) onRead(needsContext ? rewritten : source.slice(start, end).replace(/\r\n?/g, '\n'))
    },
  }
}

const attributesOf = (tag: SaxesTagNS) => Object.values(tag.attributes)
const isPrefixed = ({ uri }: SaxesAttributeNS) => uri !== '' && uri !== XML && uri !== XMLNS
const declaresDefault = (tag: SaxesTagNS) => 'xmlns' in tag.attributes

/** Without prefixes but on attributes, which are declared where they are used. */
function openingTag(tag: SaxesTagNS, outerUri: string | undefined): string {
  const attributes = attributesOf(tag).filter(({ uri }) => uri !== XMLNS)
  const declared = new Map(attributes.filter(isPrefixed).map(({ prefix, uri }) => [prefix, uri]))
  const written = [
    ...(tag.uri === outerUri ? [] : [['xmlns', tag.uri]]),
    ...[...declared].map(([prefix, uri]) => [`xmlns:${prefix}`, uri]),
    ...attributes.map(({ name, value }) => [name, value]),
  ].map(([name, value = '']) => ` ${name}="${escapeAttribute(value)}"`)
  return `<${tag.local}${written.join('')}${tag.isSelfClosing ? '/' : ''}>`
}
