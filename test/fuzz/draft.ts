import type { InteractionOfProvider } from '../given/request-headers.ts'

/** A character is a byte, so that any byte can be sent. */
export type Header = [name: string, value: string]

/**
 * What must come back. `one`: the request is whole and its end is clear, so one answer, and the connection may be used again.
 * `some`: the server cannot miss that it is wrong, so an answer or more. `any`: it may well wait for the rest, so perhaps none.
 */
export type Expected = 'one' | 'some' | 'any'

export type Framed = { headers: Header[]; body: Buffer }

/** A request on its way to being wrong. */
export type Draft = {
  interaction: InteractionOfProvider
  method: string
  path: string
  /** `name=value`, as it is sent. */
  query: string[]
  version: string
  headers: Header[]
  /** The body; `bytes` where it is not, or no longer, a text in UTF-8. */
  text: string | undefined
  bytes: Buffer | undefined
  /** How the body's end is told. */
  frame: (body: Buffer | undefined) => Framed
  lineEnd: string
  /** After so many bytes the connection is closed: a share of the whole. */
  cutAt: number | undefined
  expected: Expected
}

export const frameByLength: Draft['frame'] = (body) =>
  body ? { headers: [['content-length', String(body.length)]], body } : { headers: [], body: Buffer.alloc(0) }

export function bodyOf({ bytes, text }: Draft): Buffer | undefined {
  return bytes ?? (text === undefined ? undefined : Buffer.from(text, 'utf8'))
}

export function targetOf({ path, query }: Draft): string {
  return query.length > 0 ? `${path}?${query.join('&')}` : path
}

/** Somewhat less than node reads of a head, which it counts in a way of its own: each line has a price too. */
const LONGEST_HEAD = 15_000
const PER_LINE = 10

/** What goes over the wire, and what must come back. */
export function wireOf(draft: Draft): { bytes: Buffer; expected: Expected } {
  const { headers, body } = draft.frame(bodyOf(draft))
  const lines = [...draft.headers, ...headers].map(([name, value]) => `${name}: ${value}`)
  const head = [`${draft.method} ${targetOf(draft)} ${draft.version}`, ...lines, '', ''].join(draft.lineEnd)
  const whole = Buffer.concat([Buffer.from(head, 'latin1'), body])
  const bytes = draft.cutAt === undefined ? whole : whole.subarray(0, Math.floor(whole.length * draft.cutAt))
  const isTooLong = head.length + PER_LINE * lines.length > LONGEST_HEAD
  return { bytes, expected: draft.expected === 'one' && isTooLong ? 'some' : draft.expected }
}

export function headerOf({ headers }: Draft, name: string): string | undefined {
  return headers.find(([known]) => known.toLowerCase() === name)?.[1]
}

/** Put in the place of every header of that name; undefined takes it out. */
export function setHeader(draft: Draft, name: string, value: string | undefined): void {
  draft.headers = draft.headers.filter(([known]) => known.toLowerCase() !== name)
  if (value !== undefined) draft.headers.push([name, value])
}

const LEAST_LAST: readonly Expected[] = ['one', 'some', 'any']

/** Never more than was expected before. */
export function expectOnly(draft: Draft, expected: Expected): void {
  if (LEAST_LAST.indexOf(expected) > LEAST_LAST.indexOf(draft.expected)) draft.expected = expected
}
