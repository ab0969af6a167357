import { Agent, request as openRequest } from 'node:http'

export type HttpRequest = { method: string; path: string; headers: Record<string, string>; body?: string }

/** `unsent`: nobody listens there, so nobody was asked. `lost`: it may have been read, and no whole answer came. */
export type Exchange = { status: number; etag: string | undefined; text: string } | 'unsent' | 'lost'

export type Http = { send: (port: number, request: HttpRequest) => Promise<Exchange>; close: () => void }

// Longer than the provider waits for its database: what takes longer is a hang.
const TIMEOUT_MS = 60_000

export function createHttp(connections: number): Http {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return { send: (port, request) => exchange(agent, port, request), close: () => agent.destroy() }
}

function exchange(agent: Agent, port: number, { body, ...request }: HttpRequest): Promise<Exchange> {
  return new Promise((resolve) => {
    const sent = openRequest({ agent, host: '127.0.0.1', port, timeout: TIMEOUT_MS, ...request }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', () => resolve('lost'))
      response.on('close', () => {
        if (!response.complete) return resolve('lost')
        resolve({ status: response.statusCode ?? 0, etag: response.headers.etag, text: Buffer.concat(chunks).toString() })
      })
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'unsent' : 'lost'))
    sent.end(body)
  })
}
