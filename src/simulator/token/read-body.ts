import type { IncomingMessage } from 'node:http'

const LONGEST = 64 * 1024

/** What is longer than any form of this endpoint counts as nothing. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.byteLength
    if (length <= LONGEST) chunks.push(chunk)
  }
  return length > LONGEST ? '' : Buffer.concat(chunks).toString('utf8')
}
