import { XHTML } from './namespaces.ts'
import { readXml } from './read-xml.ts'

/** A narrative's `div` as JSON holds it: the text of one XHTML element, which goes into the document as it stands. */
export function writeNarrative(div: unknown, sibling: unknown): string {
  if (typeof div !== 'string' || (sibling !== undefined && sibling !== null)) throw new Error('A narrative is not the text of a div.')
  let depth = 0
  let isDiv = false
  const malformed = readXml(div, {
    open: ({ name, uri }) => {
      if (depth === 0) isDiv = name === 'div' && uri === XHTML
      depth += 1
    },
    text: () => {},
    close: () => {
      depth -= 1
    },
  })
  // What is not well-formed by itself could close elements of the resource, and open others.
  if (malformed !== undefined || !isDiv) throw new Error(`A narrative is no well-formed div of the namespace ${XHTML}.`)
  return div.trim()
}
