import { DEEPEST, findJsonFault } from './json-fault.ts'
import { isJsonObject } from './json-object.ts'

/** `reason` says where and what was expected, and never repeats the text. */
export type ParsedJson = { kind: 'parsed'; value: unknown } | { kind: 'malformed'; reason: string }

/**
 * JSON.parse, but a key that an object has twice is malformed, and so is what nests too deep. Only a body that fails is
 * read a second time, to say where.
 */
export function parseJson(text: string): ParsedJson {
  const value = tryParse(text)
  if (value !== undefined && keysIn(value, DEEPEST) === keysWritten(text)) return { kind: 'parsed', value }
  return { kind: 'malformed', reason: findJsonFault(text) }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** How many keys the value has; NaN if it nests deeper than `depth`. */
function keysIn(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth === 0) return Number.NaN
  let count = 0
  if (isJsonObject(value)) {
    for (const key of Object.keys(value)) count += 1 + keysIn(value[key], depth - 1)
  } else if (Array.isArray(value)) {
    for (const item of value) count += keysIn(item, depth - 1)
  }
  return count
}

const BACKSLASH = 0x5c
const COLON = 0x3a
const LAST_BLANK = 0x20

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
