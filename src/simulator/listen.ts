import { createServer, type RequestListener } from 'node:http'
import { isIPv6 } from 'node:net'

export type Listening = { url: string; close: () => Promise<void> }

/** What is still being answered gets two seconds. */
const GRACE_MS = 2_000

export async function listen(listener: RequestListener, { host, port }: { host: string; port: number }): Promise<Listening> {
  // Longer than the pools of those who call, so that it is they who let go of an idle connection.
  const server = createServer({ keepAliveTimeout: 75_000 }, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  const actualPort = typeof address === 'object' ? address?.port : undefined

  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS)
        server.close(() => {
          clearTimeout(grace)
          resolve()
        })
      }),
  }
}
