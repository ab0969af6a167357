/** JSON arrays and objects within one another; no resource of GP Connect comes near. */
export const DEEPEST = 100

/** Stops at the first fault: `at` is then where it is. */
type Cursor = { text: string; at: number; depth: number }

/** What was expected at the cursor; undefined if it was there and the cursor is past it. */
type Missing = string | undefined

/** Where a text stops being JSON without duplicate keys, and what was expected there. */
export function findJsonFault(text: string): string {
  const cursor = { text, at: 0, depth: 0 }
  const missing = readValue(cursor) ?? readEnd(cursor) ?? 'a JSON text'
  const lines = text.slice(0, cursor.at).split('\n')
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}: expected ${missing}`
}

function readEnd(cursor: Cursor): Missing {
  return peek(cursor) === undefined ? undefined : 'nothing after the end of the JSON text'
}

/** The next character that is no blank. */
function peek(cursor: Cursor): string | undefined {
  take(cursor, /[ \t\n\r]*/y)
  return cursor.text[cursor.at]
}

function take(cursor: Cursor, token: RegExp): boolean {
  token.lastIndex = cursor.at
  const found = token.test(cursor.text)
  if (found) cursor.at = token.lastIndex
  return found
}

function readValue(cursor: Cursor): Missing {
  const first = peek(cursor)
  if (first === '"') return readString(cursor)
  if (first === '{') return readList(cursor, '}', memberReader())
  if (first === '[') return readList(cursor, ']', readValue)
  const isScalar = take(cursor, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y)
  return isScalar ? undefined : 'a value'
}

function readList(cursor: Cursor, closer: ']' | '}', readItem: (cursor: Cursor) => Missing): Missing {
  if (cursor.depth === DEEPEST) return `at most ${DEEPEST} arrays and objects within one another`
  cursor.depth += 1
  cursor.at += 1
  for (let isFirst = true; !(isFirst && peek(cursor) === closer); isFirst = false) {
    const missing = readItem(cursor)
    if (missing) return missing
    const after = peek(cursor)
    if (after === closer) break
    if (after !== ',') return `a comma or ${closer}`
    cursor.at += 1
  }
  cursor.depth -= 1
  cursor.at += 1
  return undefined
}

function memberReader(): (cursor: Cursor) => Missing {
  const keys = new Set<unknown>()
  return (cursor) => {
    const isKey = peek(cursor) === '"'
    const start = cursor.at
    const missing = isKey ? readString(cursor) : 'a key in double quotes'
    if (missing) return missing

    const key: unknown = JSON.parse(cursor.text.slice(start, cursor.at))
    if (keys.has(key)) {
      cursor.at = start
      return 'a key that this object does not have yet'
    }
    keys.add(key)
    if (peek(cursor) !== ':') return 'a colon after the key'
    cursor.at += 1
    return readValue(cursor)
  }
}

function readString(cursor: Cursor): Missing {
  for (cursor.at += 1; cursor.at < cursor.text.length; ) {
    const character = cursor.text.charAt(cursor.at)
    if (character < ' ') return 'an escape such as \\n instead of a control character'
    if (character === '\\') {
      if (!take(cursor, /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y)) return 'an escape of JSON'
    } else {
      cursor.at += 1
      if (character === '"') return undefined
    }
  }
  return 'a closing double quote'
}
