export type Answer = { status: number; headers: Record<string, string>; body: Buffer }

/** The whole answers at the beginning of what came over a connection, and what is left. Throws for what is no HTTP. */
export function readAnswers(bytes: Buffer, method: string): { answers: Answer[]; rest: Buffer } {
  const answers: Answer[] = []
  let rest = bytes
  for (;;) {
    const read = readAnswer(rest, answers.length === 0 ? method : 'GET')
    if (!read) return { answers, rest }
    rest = rest.subarray(read.length)
    // A 100 Continue only says that the answer is still to come.
    if (read.answer.status >= 200) answers.push(read.answer)
  }
}

function readAnswer(bytes: Buffer, method: string): { answer: Answer; length: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
  if (!status) throw new Error(`no HTTP answer: ${JSON.stringify(statusLine.slice(0, 80))}`)
  const headers = headersOf(lines)

  const start = headEnd + 4
  const isHeadAlone = status < 200 || (method === 'HEAD' && !isBody(bytes.subarray(start)))
  const body = isHeadAlone ? { body: Buffer.alloc(0), end: start } : readBody(bytes, start, headers)
  return body && { answer: { status, headers, body: body.body }, length: body.end }
}

/** Who could not read the request does not know that it was HEAD. */
const isBody = (rest: Buffer) => rest.length > 0 && !rest.toString('latin1').startsWith('HTTP/')

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (colon < 1 || name in headers) throw new Error(`a header without a name, or twice: ${JSON.stringify(line.slice(0, 80))}`)
    headers[name] = line.slice(colon + 1).trim()
  }
  return headers
}

function readBody(bytes: Buffer, start: number, headers: Record<string, string>): { body: Buffer; end: number } | undefined {
  if (headers['transfer-encoding'] === 'chunked') return readChunks(bytes, start)
  const length = Number(headers['content-length'] ?? Number.NaN)
  if (!Number.isSafeInteger(length)) throw new Error('an answer that does not say where it ends')
  const end = start + length
  return bytes.length < end ? undefined : { body: bytes.subarray(start, end), end }
}

function readChunks(bytes: Buffer, start: number): { body: Buffer; end: number } | undefined {
  const chunks: Buffer[] = []
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const end = lineEnd + 2 + size
    if (bytes.length < end + 2) return undefined
    if (size === 0) return { body: Buffer.concat(chunks), end: end + 2 }
    chunks.push(bytes.subarray(lineEnd + 2, end))
    at = end + 2
  }
}
