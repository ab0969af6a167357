import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { decodeTargetValue } from '../target/decode-target.ts'
import { headerOf } from './answer.ts'
import { goodDraft, withHeader } from './draft.ts'
import { NoAnswer, openWire } from './send.ts'

async function givenServer(t: TestContext, answer: http.RequestListener, rest: object = {}) {
  const server = http.createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const consumer = { asid: '200000000111', odsCode: 'RX8', name: 'NHS 111' }
  const root = {
    serviceRoot: `http://127.0.0.1:${port}/A1/STU3/1/gpconnect`,
    asid: '200000000222',
    plainHttp: true,
    requestsPerSecond: 1000,
  }
  const decoded = decodeTargetValue({ ...root, consumer, ...rest })
  if ('faults' in decoded) throw new Error(decoded.faults.join())
  const { target } = decoded
  const wire = openWire(target)
  t.after(() => wire.close())
  const draft = goodDraft('readMetadata', { target, format: 'json', now: new Date('2026-03-02T08:00:00Z'), newId: () => 'x' })
  return { wire, draft, signal: new AbortController().signal }
}

describe('The wire of the judge', () => {
  test('sends headers as they are, twice where they are twice', async (t) => {
    const seen: string[] = []
    const { wire, draft, signal } = await givenServer(t, (request, response) => {
      seen.push(...request.rawHeaders)
      response.setHeader('X-Two', ['a', 'b'])
      response.end('{}')
    })
    const answer = await wire.send(withHeader(draft, 'Ssp-To', ['1', '2']), signal)
    const sent = seen.flatMap((name, at) => (at % 2 === 0 && name === 'Ssp-To' ? [seen[at + 1]] : []))
    assert.deepEqual(sent, ['1', '2'])
    assert.equal(headerOf(answer, 'x-two'), 'a, b')
  })

  test('goes to no host but the one that was named, and follows no redirect', async (t) => {
    let asked = 0
    const { wire, draft, signal } = await givenServer(t, (_request, response) => {
      asked += 1
      response.writeHead(302, { location: 'http://elsewhere.example/' }).end()
    })
    assert.equal((await wire.send(draft, signal)).status, 302)
    assert.equal(asked, 1)
    await assert.rejects(wire.send({ ...draft, serviceRoot: 'http://elsewhere.example/A1' }, signal), /which the target does not name/)
    assert.equal(wire.requestsSent(), 1)
  })

  test('waits no longer than it was told', async (t) => {
    const { wire, draft, signal } = await givenServer(t, () => undefined, { timeoutSeconds: 0.05 })
    await assert.rejects(wire.send(draft, signal), (error) => error instanceof NoAnswer && /within 0.05 seconds/.test(error.message))
  })

  test('stops at once when it is told to', async (t) => {
    const stop = new AbortController()
    const { wire, draft } = await givenServer(t, () => stop.abort(new Error('Stopped.')))
    await assert.rejects(wire.send(draft, stop.signal), /Stopped/)
  })

  test('waits for the answer to what may have made something, though it is told to stop', async (t) => {
    const stop = new AbortController()
    const { wire, draft } = await givenServer(t, (_request, response) => {
      stop.abort(new Error('Stopped.'))
      setTimeout(() => response.writeHead(201).end(), 20)
    })
    assert.equal((await wire.send({ ...draft, method: 'POST', body: '{}' }, stop.signal)).status, 201)
    await assert.rejects(wire.send(draft, stop.signal), /Stopped/)
  })

  test('an answer that breaks off is none', async (t) => {
    const { wire, draft, signal } = await givenServer(t, (_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{')
      setImmediate(() => response.destroy())
    })
    await assert.rejects(wire.send(draft, signal), NoAnswer)
  })
})
