import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freePorts } from '../../../test/given/free-ports.ts'
import { startApiPage } from './start-api-page.ts'

describe('The page on the API', () => {
  test('shows the description of this sandbox, and loads nothing from anywhere else', async (t) => {
    // Given
    const port = await freePorts(1)
    const { url, close } = await startApiPage({ host: '127.0.0.1', port, providerUrl: 'http://127.0.0.1:4810' })
    t.after(close)

    // When
    const page = await fetch(url)
    const html = await page.text()
    const loaded = Array.from(html.matchAll(/(?:src|href)="([^"]+)"/g), ([, target = '']) => target)
    const replies = await Promise.all(loaded.map((target) => fetch(new URL(target, url))))

    // Then
    assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self'; style-src 'self'/)
    assert.ok(loaded.length >= 5)
    assert.deepEqual(
      loaded.filter((target) => !target.startsWith('/')),
      [],
    )
    assert.deepEqual(
      replies.map(({ status }) => status),
      loaded.map(() => 200),
    )
    const document = (await (await fetch(new URL('/openapi.json', url))).json()) as { openapi: string; servers: { url: string }[] }
    assert.equal(document.openapi, '3.1.1')
    assert.equal(document.servers[0]?.url, 'http://127.0.0.1:4810/{odsCode}/STU3/1/gpconnect')
  })

  test('has nothing else, and takes nothing', async (t) => {
    const port = await freePorts(1)
    const { url, close } = await startApiPage({ host: '127.0.0.1', port, providerUrl: 'http://127.0.0.1:4810' })
    t.after(close)

    assert.equal((await fetch(new URL('/api/../package.json', url))).status, 404)
    assert.equal((await fetch(new URL('/api', url), { method: 'POST' })).status, 404)
    assert.equal((await fetch(new URL('/', url))).url, url)
  })
})
