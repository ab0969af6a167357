import type { HttpRequest, Unreadable } from './http-request.ts'

/** Of the others that take a value, the value is passed over. */
const WITH_VALUE =
  /^(?:-[oumwAebcEKTxrCYyzDhFPQtU]|--(?:output|user|max-time|connect-timeout|write-out|cert|key|cacert|capath|cert-type|key-type|proxy|resolve|connect-to|ciphers|retry|cookie|config))$/

/** A request as somebody would send it by `curl`, from a shell. */
export function parseCurlRequest(text: string): HttpRequest | Unreadable {
  const words = shellWords(text)
  if (!words) return { line: 1, expected: 'a curl command whose quotes are closed' }
  let method: string | undefined
  let target: string | undefined
  const headers: [string, string][] = []
  const body: string[] = []
  const rest = words.slice(1)
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name, attached] = splitOption(word)
    const value = () => attached ?? rest.shift() ?? ''
    if (name === '-X' || name === '--request') method = value()
    else if (name === '-H' || name === '--header') headers.push(splitHeader(value()))
    else if (name === '-A' || name === '--user-agent') headers.push(['User-Agent', value()])
    else if (/^(?:-d|--data(?:-raw|-binary|-ascii)?|--json)$/.test(name)) body.push(value())
    else if (name === '--url') target = value()
    else if (WITH_VALUE.test(name)) value()
    else if (!word.startsWith('-')) target = word
  }
  if (target === undefined) return { line: 1, expected: 'a curl command with a URL' }
  if (body.some((part) => part.startsWith('@'))) return { line: 1, expected: 'the body itself: what stands in another file is not read' }
  return { method: method ?? (body.length > 0 ? 'POST' : 'GET'), target, headers, body: body.join('&') }
}

function splitOption(word: string): [name: string, attached: string | undefined] {
  const [, long, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? []
  if (long !== undefined) return [long, value]
  return /^-[XHd]./.test(word) ? [word.slice(0, 2), word.slice(2)] : [word, undefined]
}

function splitHeader(text: string): [string, string] {
  const colon = text.indexOf(':')
  return colon === -1 ? [text, ''] : [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
}

/** Quotes and backslashes as a POSIX shell reads them; no variable and no command is. Undefined where a quote stays open. */
function shellWords(text: string): string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  for (const [piece] of text.trim().matchAll(/\s+|\\\r?\n|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|[\s\S]/g)) {
    if (/^\s/.test(piece)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (/^\\\r?\n$/.test(piece)) continue
    else if (piece === "'" || piece === '"') return undefined
    else word = (word ?? '') + unquoted(piece)
  }
  return word === undefined ? words : [...words, word]
}

function unquoted(piece: string): string {
  if (piece.length > 1 && piece.startsWith("'")) return piece.slice(1, -1)
  if (piece.length > 1 && piece.startsWith('"')) return piece.slice(1, -1).replace(/\\(["\\$`])/g, '$1')
  return piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece
}
