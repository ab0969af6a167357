import { once } from 'node:events'
import { Agent, createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { testNhsNumbers } from '../practices.ts'
import { createOperations, type Kind, type MixedPractice, type Operation } from './operations.ts'

export type MixedStart = { practices: MixedPractice[] }
/** As fast as so many connections carry it, or at a rate that does not wait for answers. */
export type MixedRound = { ports: number[]; requests: number; pace: { connections: number } | { perSecond: number } }
export type Latencies = { count: number; p50: number; p99: number; most: number }
export type MixedResult = { seconds: number; failures: number; firstFailure?: string | undefined } & Record<Kind, Latencies>

type Sent = { kind: Kind; milliseconds: number; failure?: string }

let nextOperation: (() => Operation) | undefined

async function run({ ports, requests, pace }: MixedRound): Promise<MixedResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 'connections' in pace ? pace.connections : 256 })
  const sent: Sent[] = []
  const send = async (index: number, due: number) => {
    if (!nextOperation) throw new Error('No practices were given')
    sent.push(await exchange(agent, ports[index % ports.length] ?? 0, nextOperation(), due))
  }

  const began = performance.now()
  if ('connections' in pace) {
    let next = 0
    const connection = async () => {
      while (next < requests) {
        next += 1
        await send(next, performance.now())
      }
    }
    await Promise.all(Array.from({ length: pace.connections }, connection))
  } else {
    const all: Promise<void>[] = []
    for (let index = 0; index < requests; index += 1) {
      // A late start counts as waiting: otherwise a provider that stalls would be asked less, and look better.
      const due = began + (index * 1000) / pace.perSecond
      if (due > performance.now() + 1) await setTimeout(due - performance.now())
      all.push(send(index, due))
    }
    await Promise.all(all)
  }
  const seconds = (performance.now() - began) / 1000
  agent.destroy()

  const failures = sent.flatMap(({ failure }) => failure ?? [])
  return {
    seconds,
    failures: failures.length,
    firstFailure: failures[0],
    command: latencies(sent, 'command'),
    query: latencies(sent, 'query'),
  }
}

function latencies(sent: readonly Sent[], kind: Kind): Latencies {
  const sorted = sent.flatMap((one) => (one.kind === kind ? one.milliseconds : [])).sort((one, other) => one - other)
  const percentile = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { count: sorted.length, p50: percentile(0.5), p99: percentile(0.99), most: percentile(1) }
}

async function exchange(agent: Agent, port: number, operation: Operation, due: number): Promise<Sent> {
  const { kind, request, body, expected, settle } = operation
  const { method, path, headers } = request
  const sending = httpRequest({ agent, host: '127.0.0.1', port, method, path, headers })
  sending.end(body)
  const [response] = await once(sending, 'response')
  const text = Buffer.concat(await response.toArray()).toString()
  const milliseconds = performance.now() - due
  if (response.statusCode !== expected) return { kind, milliseconds, failure: `${response.statusCode} ${method} ${text}` }
  settle?.({ status: response.statusCode, text })
  return { kind, milliseconds }
}

/** PDS as far as a registration asks it: everybody is Jane Jackson. */
async function startPds(): Promise<number> {
  const server = createServer((request, response) => {
    const id = request.url?.split('/').at(-1)
    const name = [{ use: 'usual', period: { start: '2020-01-01' }, family: 'Jackson', given: ['Jane'] }]
    const meta = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'U' }] }
    response.setHeader('content-type', 'application/fhir+json')
    response.end(JSON.stringify({ resourceType: 'Patient', id, meta, name, birthDate: '1952-05-31', gender: 'female' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Of the range 999, after those whom the practices know already. */
function* newNhsNumbers(): Generator<string> {
  yield* testNhsNumbers(20_000).slice(200)
}

process.on('message', (message: MixedStart | MixedRound) => {
  const answering =
    'practices' in message
      ? startPds().then((pdsPort) => {
          nextOperation = createOperations(message.practices, newNhsNumbers())
          return { pdsPort }
        })
      : run(message).then((result) => ({ result }))
  answering.then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
