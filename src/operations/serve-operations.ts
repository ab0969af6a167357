import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { Unready } from './check-readiness.ts'
import type { OperationsConfig } from './operations-settings.ts'

export type OperationsDeps = {
  metrics: { text: () => Promise<string>; contentType: string }
  /** What stands in the way of requests. */
  readiness: () => Promise<readonly Unready[]>
  log: Logger
}

export type RunningOperations = { port: number; close: () => Promise<void> }

type Answer = { status: number; body: string; type?: string; allow?: string }

/** Health and metrics, on a port of their own that those who are served do not reach: they ask for no certificate and no token. */
export async function serveOperations(deps: OperationsDeps, { host, port }: OperationsConfig): Promise<RunningOperations> {
  const server = createServer((request, response) => {
    void answer(deps, request).then(({ status, body, type = 'application/json', allow }) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...(allow !== undefined && { allow }) }).end(body)
    })
  })
  server.listen(port, host)
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(deps: OperationsDeps, { method, url = '' }: IncomingMessage): Promise<Answer> {
  const answers = answersOf(deps).get(url.split('?', 1)[0] ?? '')
  if (!answers) return json(404, { error: 'not found' })
  if (method !== 'GET' && method !== 'HEAD') return { ...json(405, { error: 'method not allowed' }), allow: 'GET, HEAD' }
  try {
    return await answers()
  } catch (error) {
    deps.log.error({ err: error }, 'unexpected failure of health or metrics')
    return json(500, { error: 'unexpected failure: the log has more' })
  }
}

function answersOf({ metrics, readiness }: OperationsDeps): Map<string, () => Promise<Answer>> {
  return new Map([
    ['/health/live', async () => json(200, { live: true })],
    [
      '/health/ready',
      async () => {
        const failing = await readiness()
        return failing.length === 0 ? json(200, { ready: true }) : json(503, { ready: false, failing })
      },
    ],
    ['/metrics', async () => ({ status: 200, body: await metrics.text(), type: metrics.contentType })],
  ])
}

function json(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body) }
}
