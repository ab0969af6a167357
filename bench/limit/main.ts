import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import type { Step } from '../recording.ts'
import type { Reply, Variables } from '../scenario.ts'
import { type Fill, prepareStep } from './prepare-step.ts'

export type LimitStart = { databaseUrl: string; poolSize: number; steps: Step[]; reply: Reply; variables: Variables }
/** The variables of the requests to come. */
export type LimitQueue = { queue: readonly Variables[] }

/**
 * What the provider is measured against: no rule, no check, no resource. Each request runs the recorded statements, with its own
 * variables in the place of the recorded ones, and is sent the recorded bytes.
 */
function startLimit({ databaseUrl, poolSize, steps, reply, variables }: LimitStart): void {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize })
  const prepared = steps.map((step) => prepareStep(step, variables))
  const body = Buffer.from(reply.body)

  const answer = async (fill: Fill) => {
    for (const run of prepared) await run(pool, fill)
  }

  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const fill: Fill = { ...queue.shift(), appointment: randomUUID() }
      answer(fill).then(
        () => response.writeHead(reply.status, reply.headers).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      )
    })
  })
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
}

let queue: Variables[] = []

process.on('message', (message: LimitStart | LimitQueue) => {
  if ('steps' in message) return startLimit(message)
  queue = [...message.queue]
  process.send?.({ queued: queue.length })
})
process.on('disconnect', () => process.exit())
