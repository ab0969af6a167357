import { Agent, request } from 'node:http'
import type { HttpRequest } from '../scenario.ts'

export type LoadRound = { port: number; request: HttpRequest; bodies: (string | undefined)[]; connections: number; expectedStatus: number }
export type LoadResult = { seconds: number; p50: number; p99: number; bytes: number; failures: number; firstFailure?: string | undefined }

type Exchange = { status: number; bytes: number; text: string; milliseconds: number }

/** Sends one request for each body, over so many kept-alive connections, each as soon as its connection is free. */
async function run(round: LoadRound): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: round.connections })
  const latencies: number[] = []
  let [next, bytes, failures] = [0, 0, 0]
  let firstFailure: string | undefined

  const connection = async () => {
    while (next < round.bodies.length) {
      const body = round.bodies[next]
      next += 1
      const answer = await exchange(agent, round, body)
      latencies.push(answer.milliseconds)
      bytes += answer.bytes
      if (answer.status !== round.expectedStatus) {
        failures += 1
        firstFailure ??= `${answer.status} ${answer.text}`
      }
    }
  }

  const began = performance.now()
  await Promise.all(Array.from({ length: round.connections }, connection))
  const seconds = (performance.now() - began) / 1000
  agent.destroy()

  latencies.sort((one, other) => one - other)
  const percentile = (part: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0
  return { seconds, p50: percentile(0.5), p99: percentile(0.99), bytes, failures, firstFailure }
}

function exchange(
  agent: Agent,
  { port, request: { method, path, headers }, expectedStatus }: LoadRound,
  body: string | undefined,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      const status = response.statusCode ?? 0
      let [bytes, text] = [0, '']
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (status !== expectedStatus) text += chunk
      })
      response.on('end', () => resolve({ status, bytes, text, milliseconds: performance.now() - began }))
      response.on('error', reject)
    })
    sent.on('error', reject).end(body)
  })
}

process.on('message', (round: LoadRound) => {
  run(round).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
