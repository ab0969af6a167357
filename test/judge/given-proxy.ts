import http from 'node:http'
import type { TestContext } from 'node:test'

export type Passing = { status: number; headers: Record<string, string | string[] | undefined>; text: string }
export type Asked = { method: string; path: string; interaction: string }

/** How an answer is changed on its way. What it gives back is merged; `undefined` leaves the answer alone. */
export type Spoil = (answer: Passing, asked: Asked) => Partial<Passing> | undefined

/** Between the runner and a good provider: makes it a bad one. */
export async function givenProxy(t: TestContext, { port, to, spoil }: { port: number; to: number; spoil: Spoil }): Promise<void> {
  const agent = new http.Agent({ keepAlive: true })
  const server = http.createServer((request, response) => {
    const { method = '', url: path = '', rawHeaders } = request
    const onward = http.request(
      { host: '127.0.0.1', port: to, method, path, headers: rawHeaders, agent, setDefaultHeaders: false },
      (reply) => {
        const chunks: Buffer[] = []
        reply.on('data', (chunk: Buffer) => chunks.push(chunk))
        reply.on('end', () => {
          const { 'transfer-encoding': _chunked, 'content-length': _length, connection: _connection, ...headers } = reply.headers
          const bytes = Buffer.concat(chunks)
          const passing: Passing = { status: reply.statusCode ?? 0, headers, text: bytes.toString('utf8') }
          const interaction = String(request.headers['ssp-interactionid']).split(':').slice(-2).join(':')
          const sent = { ...passing, ...spoil(passing, { method, path, interaction }) }
          response.writeHead(sent.status, Object.fromEntries(Object.entries(sent.headers).filter(([, value]) => value !== undefined)))
          // What is compressed goes on as it is.
          response.end(sent.text === passing.text ? bytes : sent.text)
        })
      },
    )
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  t.after(() => {
    agent.destroy()
    server.closeAllConnections()
    server.close()
  })
}
