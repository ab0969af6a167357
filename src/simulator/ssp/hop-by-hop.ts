/** RFC 9110, 7.6.1. `Expect` is here because the proxy has answered it itself before it reads a body. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]

export type RawHeaders = readonly string[]

export function headerPairs(rawHeaders: RawHeaders): [name: string, value: string][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''])
}

/** Everything else goes through as it came: spelling, order, repetition. */
export function endToEndHeaders(rawHeaders: RawHeaders): string[] {
  const pairs = headerPairs(rawHeaders)
  const named = pairs.filter(([name]) => name.toLowerCase() === 'connection').flatMap(([, value]) => value.toLowerCase().split(/[\s,]+/))
  const dropped = new Set([...HOP_BY_HOP, ...named])
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase())).flat()
}
