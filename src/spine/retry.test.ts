import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { HttpAnswer } from './http.ts'
import { exchangeAgain, setDeadline } from './retry.ts'
import { TransportError } from './transport-error.ts'

const refused = () => new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
const status = (code: number, headers: Record<string, string> = {}) => new Response('{}', { status: code, headers })

type Options = { random?: number; timeoutMs?: number; signal?: AbortSignal; onWait?: () => void }

/** Each answer in turn, the last one for ever; nobody waits in real time. */
async function send(answers: readonly (() => Response | Error)[], { random = 1, timeoutMs = 60_000, signal, onWait }: Options = {}) {
  const sent: Record<string, string>[] = []
  const waits: number[] = []
  const deadline = setDeadline(timeoutMs, signal)
  const outcome = await exchangeAgain(
    {
      fetch: async (_url, { headers, method }) => {
        assert.equal(method, 'GET')
        const answer = (answers[sent.length] ?? answers.at(-1))?.()
        sent.push(headers)
        if (answer instanceof Response) return answer
        throw answer
      },
      now: () => new Date('2026-03-02T08:00:00Z'),
      random: () => random,
      wait: async (ms, signal) => {
        waits.push(ms)
        onWait?.()
        signal.throwIfAborted()
      },
    },
    { url: 'https://pds.test', headers: { 'X-Request-ID': 'one' }, signal },
    deadline,
  ).catch((error: unknown) => error)
  deadline.end()
  const became = outcome instanceof TransportError ? outcome.fault : (outcome as HttpAnswer).status
  return { became, sent, waits }
}

describe('Reading again what failed', () => {
  test('two more times at most, as the same request, each wait longer', async () => {
    for (const answer of [() => status(429), () => status(500), () => status(503), refused]) {
      const { sent, waits } = await send([answer])
      assert.deepEqual(sent, Array(3).fill({ 'X-Request-ID': 'one' }))
      assert.deepEqual(waits, [400, 800])
    }
  })

  test('an answer ends it at once', async () => {
    const { became, sent } = await send([refused, () => status(200)])
    assert.deepEqual([became, sent.length], [200, 2])
  })

  test('what would be no other tomorrow is not asked again', async () => {
    for (const code of [200, 400, 401, 403, 404, 408]) assert.equal((await send([() => status(code)])).sent.length, 1, String(code))
  })

  test('waits are jittered, and never less than half', async () => {
    assert.deepEqual((await send([() => status(500)], { random: 0 })).waits, [200, 400])
  })

  test('Retry-After is kept to, and where it lies beyond the deadline nobody waits for it', async () => {
    const kept = await send([() => status(429, { 'Retry-After': '3' }), () => status(200)])
    assert.deepEqual([kept.became, kept.waits], [200, [3000]])
    const late = await send([() => status(429, { 'Retry-After': '90' })])
    assert.deepEqual([late.became, late.waits], [429, []])
  })

  test('a deadline that has no room for a wait ends it with the last answer', async () => {
    const { became, sent, waits } = await send([() => status(503)], { timeoutMs: 300 })
    assert.deepEqual([became, sent.length, waits], [503, 1, []])
  })

  test('a caller who gives up while it waits gets no further request', async () => {
    const giving = new AbortController()
    const { became, sent } = await send([() => status(503)], { signal: giving.signal, onWait: () => giving.abort() })
    assert.deepEqual([became, sent.length], ['given-up', 1])
  })
})
