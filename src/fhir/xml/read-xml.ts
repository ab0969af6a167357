import { SaxesParser, type SaxesTagNS } from 'saxes'

/** Elements within one another; no resource of GP Connect comes near. */
const DEEPEST = 100

/** As many as a Bundle of fifteen thousand slots has. */
const MOST_ELEMENTS = 200_000

/** Of one element: FHIR's have three at most, a narrative's a few more. */
const MOST_ATTRIBUTES = 64

/** In UTF-16 units. A server takes far less (ERR-06); this bounds what a client reads. */
const LONGEST_TEXT = 32 * 1024 * 1024

/** `end` is the index in the text after the tag. */
export type XmlEvents = {
  open: (tag: SaxesTagNS, end: number) => void
  text: (characters: string) => void
  close: (end: number) => void
}

/**
 * Tells of every element and of the text between, in one pass, and returns where and why the text is malformed, if it is.
 * Only plain XML 1.0 in UTF-8 is taken: no document type declaration, so no entities but XML's own five, and no processing
 * instructions. Comments are passed over. Events that came before a fault mean nothing.
 */
export function readXml(text: string, events: XmlEvents): string | undefined {
  // saxes would read 1.1 by other rules; a FHIR document is 1.0 whatever it says.
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  let depth = 0
  let elements = 0
  let attributes = 0
  let fault: Error | undefined
  // The first fault ends the reading: saxes would go on, and promises nothing of what it then tells.
  const stop = (what: string): never => {
    fault = new Error(`line ${parser.line}, column ${parser.columnIndex + 1}: ${what}`)
    throw fault
  }

  parser.on('error', ({ message }) => stop(withoutContent(message)))
  parser.on('doctype', () => stop('document type declarations are not taken'))
  parser.on('processinginstruction', () => stop('processing instructions are not taken'))
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) stop('the encoding must be UTF-8')
  })
  parser.on('opentagstart', () => {
    depth += 1
    elements += 1
    attributes = 0
    if (depth > DEEPEST) stop(`at most ${DEEPEST} elements may stand within one another`)
    if (elements > MOST_ELEMENTS) stop(`the document may have at most ${MOST_ELEMENTS} elements`)
  })
  parser.on('attribute', () => {
    attributes += 1
    if (attributes > MOST_ATTRIBUTES) stop(`an element may have at most ${MOST_ATTRIBUTES} attributes`)
  })
  parser.on('opentag', (tag) => {
    events.open(tag, parser.position)
  })
  parser.on('text', events.text)
  parser.on('cdata', events.text)
  parser.on('closetag', () => {
    depth -= 1
    events.close(parser.position)
  })

  try {
    if (text.length > LONGEST_TEXT) stop(`the document may have at most ${LONGEST_TEXT} characters`)
    parser.write(text).close()
  } catch (error) {
    if (error !== fault) throw error
  }
  return fault?.message
}

/** saxes says `1:7: unbound namespace prefix: "x".`: its position is said already, and what was sent is not repeated. */
function withoutContent(message: string): string {
  return message.replace(/^\d+:\d+: /, '').replace(/[:.](?: .*)?$/s, '')
}
