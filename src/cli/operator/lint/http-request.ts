/** A request as it was meant to be sent. Its target is what stands in the request line: a path, or a whole URL. */
export type HttpRequest = {
  method: string
  target: string
  headers: readonly (readonly [name: string, value: string])[]
  body: string
}

/** The first of a name, in whatever case. */
export function headerOf({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  return headers.find(([sent]) => sent.toLowerCase() === name.toLowerCase())?.[1]
}

/** In the place of every other of that name; undefined takes it out. */
export function withHeader<Request extends Pick<HttpRequest, 'headers'>>(
  request: Request,
  name: string,
  value: string | undefined,
): Request {
  const others = request.headers.filter(([sent]) => sent.toLowerCase() !== name.toLowerCase())
  return { ...request, headers: value === undefined ? others : [...others, [name, value] as const] }
}

/** Where the text is no request: the line, and what was expected there. */
export type Unreadable = { line: number; expected: string }

/** Request line, headers, an empty line, and the body, as RFC 9112 writes them; a line may end without the carriage return. */
export function parseHttpRequest(text: string): HttpRequest | Unreadable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const first = lines.findIndex((line) => line.trim() !== '')
  const [, method, target] = /^([A-Za-z]+)\s+(\S+)(?:\s+HTTP\/\d(?:\.\d)?)?\s*$/.exec(lines[first] ?? '') ?? []
  if (method === undefined || target === undefined) {
    return { line: Math.max(first, 0) + 1, expected: 'a request line, such as: GET /A20047/STU3/1/gpconnect/metadata HTTP/1.1' }
  }
  const gap = lines.findIndex((line, index) => index > first && line.trim() === '')
  const end = gap === -1 ? lines.length : gap
  const headers: [string, string][] = []
  for (const [index, line] of lines.slice(first + 1, end).entries()) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined)
      return { line: first + index + 2, expected: 'a header, such as: Accept: application/fhir+json' }
    headers.push([name, value.trim()])
  }
  return { method, target, headers, body: lines.slice(end + 1).join('\n') }
}
