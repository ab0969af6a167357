import { DEEPEST, findJsonFault } from './json-fault.ts'
import { isJsonObject } from './json-object.ts'

/** `reason` says where and what was expected, and never repeats the text. */
export type ParsedJson = { kind: 'parsed'; value: unknown } | { kind: 'malformed'; reason: string }

/**
 * JSON.parse, but a key that an object has twice is malformed, and so is what nests too deep: that is not even tried, because
 * JSON.parse of a megabyte of brackets leaves the process hundreds of megabytes larger. Only a body that fails is read again, to say
 * where.
 */
export function parseJson(text: string): ParsedJson {
  const value = nestsTooDeep(text) ? undefined : tryParse(text)
  if (value !== undefined && keysIn(value) === keysWritten(text)) return { kind: 'parsed', value }
  return { kind: 'malformed', reason: findJsonFault(text) }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** How many keys the value has. */
function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (isJsonObject(value)) {
    for (const key of Object.keys(value)) count += 1 + keysIn(value[key])
  } else if (Array.isArray(value)) {
    for (const item of value) count += keysIn(item)
  }
  return count
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const LAST_BLANK = 0x20
// `[` and `{`, `]` and `}`: each pair differs in this bit alone.
const CURLY = 0x20
const OPENER = 0x7b
const CLOSER = 0x7d

/** Of JSON it tells exactly; of other texts as much as it takes to see that they are none. */
function nestsTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) {
      at = closingQuote(text, at)
      if (at === -1) return false
    } else if ((character | CURLY) === OPENER) {
      depth += 1
      if (depth > DEEPEST) return true
    } else if ((character | CURLY) === CLOSER) depth -= 1
  }
  return false
}

/** How many keys stand in a text that is known to be JSON: the strings that a colon follows. */
function keysWritten(text: string): number {
  let count = 0
  for (let open = text.indexOf('"'); open !== -1; ) {
    let after = closingQuote(text, open) + 1
    while (text.charCodeAt(after) <= LAST_BLANK) after += 1
    if (text.charCodeAt(after) === COLON) count += 1
    open = text.indexOf('"', after)
  }
  return count
}

function closingQuote(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); ; close = text.indexOf('"', close + 1)) {
    let backslashes = 0
    while (text.charCodeAt(close - 1 - backslashes) === BACKSLASH) backslashes += 1
    if (backslashes % 2 === 0) return close
  }
}
