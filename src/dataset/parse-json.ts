import { type Fault, placeOf } from './fault.ts'

const BLANK = /[ \t\n\r]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in a string
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y
const NUMBER_OR_WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

// Deeper than any data file goes, and far from where the stack ends.
const DEEPEST = 64

class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault'
  readonly offset: number

  constructor(offset: number) {
    super('not JSON')
    this.offset = offset
  }
}

/**
 * JSON text to a value. `JSON.parse` alone will not do: it quotes the text in its messages, and that may be a patient's
 * data; it names no position for most slips of a human hand; and of two properties of one name it lets the second win.
 */
export function parseJson(text: string): { value: unknown } | { faults: Fault[] } {
  const json = text.replace(/^\uFEFF/, '')
  try {
    const faults = findUnusableParts(json)
    return faults.length > 0 ? { faults } : { value: JSON.parse(json) }
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    const before = json.slice(0, error.offset).split('\n')
    const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
    return { faults: [{ place, message: error.offset === json.length ? 'the file ends too early' : 'is not JSON from here on' }] }
  }
}

/** Walks the text without building anything: properties given twice, and text that PostgreSQL cannot hold. */
function findUnusableParts(json: string): Fault[] {
  const faults: Fault[] = []
  const path: (string | number)[] = []
  let offset = 0

  function take(pattern: RegExp): string {
    pattern.lastIndex = offset
    const found = pattern.exec(json)?.[0]
    if (found === undefined) throw new SyntaxFault(offset)
    offset += found.length
    return found
  }

  function next(): string {
    take(BLANK)
    return json[offset] ?? ''
  }

  function expect(mark: string): void {
    if (next() !== mark) throw new SyntaxFault(offset)
    offset += 1
  }

  function text(): string {
    const raw = take(TEXT)
    const taken: unknown = raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1)
    return String(taken)
  }

  /** The entries between two brackets; each is told how many came before. */
  function entries(close: string, readEntry: (index: number) => void): void {
    offset += 1
    for (let index = 0; next() !== close; index += 1) {
      if (index > 0) expect(',')
      next()
      readEntry(index)
    }
    offset += 1
  }

  function property(names: Set<string>): void {
    const name = text()
    path.push(name)
    if (names.has(name)) faults.push({ place: placeOf(path), message: 'is given twice' })
    names.add(name)
    expect(':')
    value()
    path.pop()
  }

  function value(): void {
    const first = next()
    if (path.length > DEEPEST) throw new SyntaxFault(offset)
    if (first === '{') {
      const names = new Set<string>()
      entries('}', () => property(names))
    } else if (first === '[') {
      entries(']', (index) => {
        path.push(index)
        value()
        path.pop()
      })
    } else if (first === '"') {
      const taken = text()
      if (!taken.isWellFormed() || taken.includes('\u0000'))
        faults.push({ place: placeOf(path), message: 'holds a character that is none' })
    } else take(NUMBER_OR_WORD)
  }

  value()
  if (next() !== '') throw new SyntaxFault(offset)
  return faults
}
