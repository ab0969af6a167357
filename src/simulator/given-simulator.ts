import { createServer, type IncomingMessage, type RequestListener, request as sendRequest } from 'node:http'
import type { TestContext } from 'node:test'
import { decodeSpineValue, type SpineFileSource } from '../dataset/spine-file.ts'
import type { Faults } from './faults/faults.ts'
import type { SspAuditEntry } from './ssp/ssp.ts'
import { startSimulator } from './start-simulator.ts'

/** Builders for the tests of the simulated Spine. */

export type GivenSimulator = { apiUrl: string; sspUrl: string; audit: SspAuditEntry[]; faults: Faults }

export async function givenSimulator(
  t: TestContext,
  source: Omit<SpineFileSource, 'kind'>,
  options: { now?: string; providerTimeoutMs?: number } = {},
): Promise<GivenSimulator> {
  const decoded = decodeSpineValue({ kind: 'spine', ...source })
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  const audit: SspAuditEntry[] = []
  let ids = 0
  const simulator = await startSimulator({
    data: decoded.file,
    now: () => new Date(options.now ?? '2026-03-02T08:00:00Z'),
    newId: () => {
      ids += 1
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`
    },
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    ...(options.providerTimeoutMs !== undefined && { providerTimeoutMs: options.providerTimeoutMs }),
    audit: (entry) => audit.push(entry),
  })
  t.after(simulator.close)
  return { apiUrl: simulator.apiUrl, sspUrl: simulator.sspUrl, audit, faults: simulator.faults }
}

/** Any server of its own, closed with the test however many connections it still has. */
export async function givenServer(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

export type Sent = { method?: string; target: string; headers?: Record<string, string>; body?: Buffer | string }
export type Received = { status: number; rawHeaders: string[]; headers: IncomingMessage['headers']; body: Buffer }

/** Sends a request target byte for byte, which fetch would rewrite, and reads the reply as bytes. */
export function sendRaw(url: string, { method = 'GET', target, headers = {}, body }: Sent): Promise<Received> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = sendRequest({ hostname, port, method, path: target, headers, agent: false }, (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('error', reject)
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, rawHeaders: reply.rawHeaders, headers: reply.headers, body: Buffer.concat(chunks) }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
