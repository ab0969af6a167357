import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { createAccessToken, openSession, parseNhsNumber } from '../../src/consumer/index.ts'
import { givenWorld } from '../given/world.ts'

const NOW = '2026-03-02T08:00:00Z'
const NUMBER = '9990000026'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PEM = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
const { n = '', e = '' } = publicKey.export({ format: 'jwk' })

/** A world in which PDS wants tokens; `kid` is what is registered, and `key-1` what both sides sign by. */
async function given(t: TestContext, kid: string) {
  const tokens: string[] = []
  const world = await givenWorld(t, {
    now: NOW,
    practices: [{ slots: ['2026-03-02T09:00'] }],
    people: [
      { nhsNumber: NUMBER, names: [{ use: 'usual', family: 'Example', given: ['Pat'] }], gender: 'female', birthDate: '1980-04-05' },
    ],
    tokens: {
      applications: [{ apiKey: 'an-api-key', asid: '200000000111', publicKeys: [{ kty: 'RSA', kid, n, e }] }],
      authorize: (tokenUrl) =>
        createAccessToken({
          fetch: async (url, init) => {
            const reply = await fetch(url, init)
            tokens.push(JSON.parse(await reply.clone().text()).access_token)
            return reply
          },
          tokenUrl,
          apiKey: 'an-api-key',
          kid: 'key-1',
          privateKey: PEM,
          timeoutMs: 5000,
          now: () => new Date(NOW),
          newId: randomUUID,
        }),
    },
  })
  const nhsNumber = parseNhsNumber(NUMBER)
  assert.ok(nhsNumber)
  const open = () => openSession(world.deps, { ...world.asker, nhsNumber, practice: world.practices[0]?.odsCode })
  return { world, open, tokens }
}

describe('PDS by access token', () => {
  test('CON-03, REG-02 trace, registration and booking, of which each side shows PDS its token', async (t) => {
    // Given a patient whom the practice does not have
    const { open, tokens, world } = await given(t, 'key-1')
    const opened = await open()
    assert.ok(opened.kind === 'open', JSON.stringify(opened))

    // When
    const found = await opened.session.findFreeSlots({ from: '2026-03-02', to: '2026-03-08' })
    assert.ok(found.kind === 'offers' && found.offers[0])
    const outcome = await opened.session.book(found.offers[0], { description: 'Sore throat' })

    // Then
    assert.ok(outcome.kind === 'booked' && outcome.registeredNow, JSON.stringify(outcome))
    assert.equal(tokens.length, 1)
    for (const secret of [NUMBER, ...tokens]) assert.equal(world.log().includes(secret), false)
  })

  test('CON-04 a key that is not registered: the user is told whom to tell, and a developer what is wrong', async (t) => {
    const { open } = await given(t, 'key-2')
    const opened = await open()
    assert.ok(opened.kind === 'unavailable')
    assert.deepEqual([opened.by, opened.code], ['pds', 'key-id-unknown'])
    assert.match(opened.advice, /Tell your system supplier/)
    assert.match(opened.diagnostics ?? '', /No registered public key has this key id/)
  })
})
