import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { givenCapturedLog } from '../../test/given/captured-log.ts'
import type { Unready } from './check-readiness.ts'
import { type OperationsDeps, serveOperations } from './serve-operations.ts'

async function givenOperations(t: TestContext, deps: Partial<OperationsDeps> = {}) {
  const captured = givenCapturedLog()
  const operations = await serveOperations(
    { log: captured.log, readiness: async () => [], metrics: { text: async () => 'up 1\n', contentType: 'text/plain' }, ...deps },
    { host: '127.0.0.1', port: 0 },
  )
  t.after(operations.close)
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${operations.port}${path}`, init)
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text(), headers: response.headers }
  }
  return { ask, ...captured }
}

describe('The port for operations', () => {
  test('says that the process lives, and whether it is ready, with what is in the way', async (t) => {
    let failing: Unready[] = []
    const { ask } = await givenOperations(t, { readiness: async () => failing })

    const live = await ask('/health/live')
    assert.deepEqual([live.status, live.type, live.text], [200, 'application/json', '{"live":true}'])
    const ready = await ask('/health/ready?verbose')
    assert.deepEqual([ready.status, ready.text, ready.headers.get('cache-control')], [200, '{"ready":true}', 'no-store'])

    failing = ['stopping', 'database']
    const unready = await ask('/health/ready')
    assert.deepEqual([unready.status, unready.text], [503, '{"ready":false,"failing":["stopping","database"]}'])
    assert.equal((await ask('/health/live')).status, 200)
  })

  test('serves the metrics', async (t) => {
    const { ask } = await givenOperations(t)
    const metrics = await ask('/metrics')
    assert.deepEqual([metrics.status, metrics.type, metrics.text], [200, 'text/plain', 'up 1\n'])
    assert.deepEqual(await ask('/metrics', { method: 'HEAD' }).then(({ status, text }) => [status, text]), [200, ''])
  })

  test('has nothing else, and changes nothing', async (t) => {
    const { ask } = await givenOperations(t)
    for (const path of ['/', '/health', '/metrics/', '/__proto__']) assert.equal((await ask(path)).status, 404, path)
    const refused = await ask('/health/ready', { method: 'POST', body: '{}' })
    assert.deepEqual([refused.status, refused.headers.get('allow')], [405, 'GET, HEAD'])
  })

  test('tells the log, and not the caller, what went wrong', async (t) => {
    const text = async () => {
      throw new Error('secret')
    }
    const { ask, lines } = await givenOperations(t, { metrics: { text, contentType: 'text/plain' } })
    const reply = await ask('/metrics')
    assert.equal(reply.status, 500)
    assert.doesNotMatch(reply.text, /secret/)
    const { err } = lines().at(-1) ?? assert.fail()
    assert.equal((err as { message: string }).message, 'secret')
  })
})
