import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { createSealing } from '../sealing.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie, setSignInCookie, takeSignInCookie } from './cookies.ts'

const sealing = createSealing([randomBytes(32)])

/** An app that sets both cookies, and one that says what it was sent. */
function givenCookies(url: string) {
  const app = Fastify().register(cookie)
  const config = { url }
  app.get('/set', async (_, reply) => {
    setSessionCookie(config, reply, 'token')
    setSignInCookie(config, { reply, sealing }, { next: '/here' })
    return reply.send()
  })
  app.get('/read', async (request, reply) => ({
    session: readSessionCookie(config, request),
    signIn: takeSignInCookie(config, { request, reply, sealing }),
  }))
  app.get('/clear', async (_, reply) => {
    clearSessionCookie(config, reply)
    return reply.send()
  })
  return app
}

describe('Cookies', () => {
  test('over TLS they are bound to this host, and no script reads them', async () => {
    const { cookies, headers } = await givenCookies('https://bookings.example.nhs.uk/leeds').inject('/set')
    assert.deepEqual(
      cookies.map(({ name }) => name),
      ['__Host-booking', '__Host-signing-in'],
    )
    for (const line of [headers['set-cookie']].flat()) {
      assert.match(String(line), /; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
      assert.doesNotMatch(String(line), /Domain|here/)
    }
  })

  test('over plain HTTP they have no prefix, which browsers would refuse there', async () => {
    const { cookies } = await givenCookies('http://localhost:4816').inject('/set')
    assert.deepEqual(
      cookies.map(({ name, secure, httpOnly }) => [name, secure ?? false, httpOnly]),
      [
        ['booking', false, true],
        ['signing-in', false, true],
      ],
    )
  })

  test('what was set is read, the one for signing in once', async () => {
    const app = givenCookies('http://localhost:4816')
    const set = await app.inject('/set')
    const cookies = Object.fromEntries(set.cookies.map(({ name, value }) => [name, value]))
    const read = await app.inject({ url: '/read', cookies })
    assert.deepEqual(read.json(), { session: 'token', signIn: { next: '/here' } })
    assert.deepEqual(
      read.cookies.map(({ name, value }) => [name, value]),
      [['signing-in', '']],
    )
    const cleared = await app.inject('/clear')
    assert.deepEqual(
      cleared.cookies.map(({ name, value }) => [name, value]),
      [['booking', '']],
    )
  })
})
