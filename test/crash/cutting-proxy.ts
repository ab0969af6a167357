import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { INTERACTION_IDS } from '../../src/nhs/interaction-ids.ts'
import type { Cut } from './crash-case.ts'

export type CuttingProxy = {
  url: string
  /** Trace ids of the writes that went on, and whose answer never came back whole. */
  unanswered: () => string[]
  close: () => void
}

/** Long enough to look for what became of it before it arrives. */
const LATE_MS = 400

/** Lies between a consumer and the SSP, and breaks the connection of the one write that it is told to. */
export async function startCuttingProxy(sspUrl: string, cut: Cut | undefined): Promise<CuttingProxy> {
  const underWay = new Set<string>()
  const { hostname, port } = new URL(sspUrl)

  async function carry(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming
    const isCut = cut !== undefined && headers['ssp-interactionid'] === INTERACTION_IDS[cut.interaction]
    const body = await buffer(incoming)
    if (isCut && (cut.where === 'before' || cut.where === 'late')) response.destroy()
    if (isCut && cut.where === 'before') return

    const traceId = String(headers['ssp-traceid'])
    if (method !== 'GET') underWay.add(traceId)
    if (isCut && cut.where === 'late') await new Promise((resolve) => setTimeout(resolve, LATE_MS + cut.afterMs))
    // The SSP's path is the practice's whole address, which is left as it is.
    const onward = request({ hostname, port, method, headers, path: url })
    onward.on('error', () => response.destroy())
    // A consumer that has gone takes its request with it, unless that waited elsewhere.
    response.once('close', () => {
      if (!response.writableFinished) onward.destroy()
    })
    onward.end(body)
    if (isCut && cut.where === 'during') setTimeout(() => response.destroy(), cut.afterMs)
    onward.once('response', async (answer) => {
      const text = await buffer(answer).catch(() => undefined)
      if (text === undefined) return void response.destroy()
      underWay.delete(traceId)
      if (isCut && (cut.where === 'after' || cut.where === 'late')) return void response.destroy()
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      if (!isCut || cut.where !== 'half-way') return void response.end(text)
      response.write(text.subarray(0, text.length / 2), () => response.destroy())
    })
  }

  const server = createServer((incoming, response) => void carry(incoming, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    unanswered: () => [...underWay],
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
