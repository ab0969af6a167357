import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { INTERACTION_IDS } from '../../src/nhs/interaction-ids.ts'
import type { Sds } from '../../src/spine/sds.ts'
import { freePorts } from '../given/free-ports.ts'
import { givenLdapClient, givenLdapServer } from './given-ldap.ts'
import { givenPki } from './given-pki.ts'
import { ods } from './look-ups.ts'

const ASKED = { odsCode: ods('ZZ001'), interactionId: INTERACTION_IDS.searchFreeSlots }
const kindOf = async (sds: Sds) => {
  const outcome = await sds.lookUp(ASKED)
  return outcome.kind === 'unavailable' ? outcome.reason : outcome.kind
}

/** Connections end a moment after whoever ended them has gone on. */
async function settled(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2_000 && !isSo(); turn += 1) await pause(5)
  assert.ok(isSo(), 'It has not come to this.')
}

type LdapFault = 'empty' | 'timed-out' | 'failed' | 'silence' | 'reset'

/** A directory that goes wrong as the list says, one entry for each search, and then no more. */
async function givenFaulty(t: TestContext, faults: (LdapFault | undefined)[]) {
  const { server, tls } = await givenLdapServer(t, { faults: { ldap: () => faults.shift() } })
  return { server, ...givenLdapClient(t, { url: server.url, tls, queryTimeoutMs: 1_000 }), unused: faults }
}

describe('SDS by LDAP, its connection', () => {
  test('one serves all look-ups, at once and one after the other', async (t) => {
    const { server, tls } = await givenLdapServer(t)
    const { sds } = givenLdapClient(t, { url: server.url, tls })
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => kindOf(sds)))
    assert.deepEqual(new Set(outcomes), new Set(['found']))
    assert.equal(await kindOf(sds), 'found')
    assert.equal(server.connections(), 1)
  })

  test('a new one takes the place of one that was lost while nobody asked', async (t) => {
    const { server, tls } = await givenLdapServer(t)
    const { sds } = givenLdapClient(t, { url: server.url, tls })
    assert.equal(await kindOf(sds), 'found')
    for (const noticed of [true, false]) {
      server.dropConnections()
      if (noticed) await pause(50)
      assert.equal(await kindOf(sds), 'found')
    }
  })

  test('a look-up that meets a dead kept connection is tried once more on a fresh one', async (t) => {
    const { sds, unused } = await givenFaulty(t, [undefined, undefined, 'reset', undefined, undefined])
    assert.equal(await kindOf(sds), 'found')
    assert.equal(await kindOf(sds), 'found')
    assert.deepEqual(unused, [])
  })

  test('once more and no oftener, and not at all where the connection was fresh', async (t) => {
    const fresh = await givenFaulty(t, ['reset', undefined])
    assert.equal(await kindOf(fresh.sds), 'broken-off')
    assert.equal(fresh.unused.length, 1)

    const kept = await givenFaulty(t, [undefined, undefined, 'reset', 'reset', undefined])
    assert.equal(await kindOf(kept.sds), 'found')
    assert.equal(await kindOf(kept.sds), 'broken-off')
    assert.equal(kept.unused.length, 1)
  })

  test('a directory that is silent is given up in time, and those beside on its connection are not', async (t) => {
    // Given a kept connection
    const { sds, server } = await givenFaulty(t, [undefined, undefined, 'silence'])
    assert.equal(await kindOf(sds), 'found')
    // When one question of three is never answered
    const outcomes = await Promise.all([kindOf(sds), kindOf(sds), kindOf(sds)])
    // Then
    assert.deepEqual(outcomes, ['timed-out', 'found', 'found'])
    await settled(() => server.connections() === 0)
    assert.equal(await kindOf(sds), 'found')
    await settled(() => server.connections() === 1)
  })

  test('whoever gives up while it is silent is let go at once', async (t) => {
    const { server, tls } = await givenLdapServer(t, { faults: { ldap: () => 'silence' } })
    const { sds } = givenLdapClient(t, { url: server.url, tls, queryTimeoutMs: 60_000 })
    const caller = new AbortController()
    const outcome = sds.lookUp({ ...ASKED, signal: caller.signal })
    setTimeout(() => caller.abort(), 50)
    assert.deepEqual(await outcome, { kind: 'unavailable', reason: 'given-up' })
  })

  test('what the directory says is wrong with it is told, and the connection kept', async (t) => {
    const { sds, server } = await givenFaulty(t, ['timed-out', 'failed', 'empty'])
    assert.equal(await kindOf(sds), 'timed-out')
    assert.equal(await kindOf(sds), 'failed')
    assert.equal(await kindOf(sds), 'not-enabled')
    assert.equal(await kindOf(sds), 'found')
    assert.equal(server.connections(), 1)
  })

  test('closed, it leaves nothing behind, and answers misuse with an error', async (t) => {
    const { server, tls } = await givenLdapServer(t)
    const { sds } = givenLdapClient(t, { url: server.url, tls })
    assert.equal(await kindOf(sds), 'found')
    await sds.close()
    await settled(() => server.connections() === 0)
    await assert.rejects(sds.lookUp(ASKED), /after its connection was closed/)
  })
})

describe('SDS by LDAP, its end', () => {
  test('a look-up that is under way while it is closed comes back, whatever it waits for', async (t) => {
    const { server, tls } = await givenLdapServer(t, { faults: { ldap: () => 'silence' } })
    const client = () => givenLdapClient(t, { url: server.url, tls, connectTimeoutMs: 60_000, queryTimeoutMs: 60_000 }).sds

    const opening = client()
    const first = kindOf(opening)
    await opening.close()
    const asking = client()
    const second = kindOf(asking)
    await settled(() => server.connections() > 0)
    await pause(20)
    await asking.close()

    assert.equal(await first, 'given-up')
    assert.ok(['given-up', 'broken-off'].includes(await second))
    await settled(() => server.connections() === 0)
  })
})

describe('SDS by LDAP, without a connection', () => {
  test('nobody listens', async (t) => {
    const { tls } = await givenLdapServer(t)
    const { sds } = givenLdapClient(t, { url: `ldaps://localhost:${await freePorts(1)}`, tls })
    assert.equal(await kindOf(sds), 'no-connection')
  })

  test('somebody listens and says nothing', async (t) => {
    const { tls } = await givenLdapServer(t)
    const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    t.after(() => silent.close())
    const address = silent.address()
    assert.ok(typeof address === 'object' && address)
    const { sds } = givenLdapClient(t, { url: `ldaps://127.0.0.1:${address.port}`, tls, connectTimeoutMs: 200 })
    assert.equal(await kindOf(sds), 'timed-out')
    assert.equal(await kindOf(sds), 'timed-out')
    await sds.close()
  })

  test('SEC-01 the directory shows a certificate that is not its own, or not of our authority', async (t) => {
    const { server, tls } = await givenLdapServer(t)
    const pki = await givenPki()
    for (const [options, why] of [
      [{ ...tls, serverName: 'ldap.example.org' }, 'another name'],
      [{ ...tls, ca: pki.bad['self-signed'].certificate }, 'another authority'],
    ] as const) {
      const { sds } = givenLdapClient(t, { url: server.url, tls: options })
      assert.equal(await kindOf(sds), 'no-connection', why)
    }
  })

  test('SEC-01 the directory refuses our certificate, and we know that it is this', async (t) => {
    const { server, tls, pki } = await givenLdapServer(t)
    for (const kind of ['expired', 'not-yet-valid', 'other-authority', 'self-signed', 'missing-chain'] as const) {
      const { chain, key } = pki.bad[kind]
      const { sds } = givenLdapClient(t, { url: server.url, tls: { ca: tls.ca, certificate: chain, key } })
      assert.equal(await kindOf(sds), 'not-authorised', kind)
    }
    await settled(() => server.connections() === 0)
  })

  test('SEC-01 a key that is not the certificate’s is refused before it is used', async (t) => {
    const { server, tls, pki } = await givenLdapServer(t)
    for (const wrong of [{ key: pki.good.ssp.key }, { certificate: 'none' }, { key: '' }, { ca: 'none' }]) {
      assert.throws(() => givenLdapClient(t, { url: server.url, tls: { ...tls, ...wrong } }), /do not belong together/)
    }
  })

  test('anything but ldaps is refused before it is spoken', async (t) => {
    const { tls } = await givenLdapServer(t)
    for (const url of ['ldap://localhost', 'https://localhost', 'localhost']) assert.throws(() => givenLdapClient(t, { url, tls }), /ldaps/)
  })
})
