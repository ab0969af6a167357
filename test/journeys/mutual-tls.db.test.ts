import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { type Failure, openPractice, openSession, parseNhsNumber } from '../../src/consumer/index.ts'
import { givenPatient } from '../given/practice.ts'
import { givenWorld, type World, type WorldPractice } from '../given/world.ts'
import type { WorldTls } from '../given/world-tls.ts'

const KNOWN = '9990000018'
const WEEK = { from: '2026-03-02', to: '2026-03-08' }

const withSlots: WorldPractice = { slots: ['2026-03-02T09:00', '2026-03-02T09:10'], file: { patients: [givenPatient(KNOWN)] } }

function givenTlsWorld(t: TestContext, tls: WorldTls = {}, practice: WorldPractice = withSlots): Promise<World> {
  const names = [{ use: 'usual' as const, family: 'Example', given: ['Pat'] }]
  const people = [{ nhsNumber: KNOWN, names, gender: 'female' as const, birthDate: '1980-04-05' }]
  return givenWorld(t, { people, practices: [practice], tls })
}

async function searchFails(world: World): Promise<Failure> {
  const [practice] = world.practices
  assert.ok(practice)
  const found = await openPractice(world.deps, { ...world.asker, practice: practice.odsCode }).findFreeSlots(WEEK)
  assert.ok(found.kind !== 'offers', 'there were slots')
  return found
}

/** Who failed, by what, and what the call handler and the developer are told. */
const told = ({ kind, by, code, advice, diagnostics }: Failure) => ({ kind, by, code, advice, diagnostics })

describe('A consumer books through Spine over mutual TLS', () => {
  test('SEC-01 CON-04 CON-01 trace, search, book: by certificates on both legs of the SSP', async (t) => {
    const world = await givenTlsWorld(t)
    const [practice, nhsNumber] = [world.practices[0], parseNhsNumber(KNOWN)]
    assert.ok(practice && nhsNumber)

    const opened = await openSession(world.deps, { ...world.asker, nhsNumber, practice: practice.odsCode })
    assert.ok(opened.kind === 'open', JSON.stringify(opened))
    const found = await opened.session.findFreeSlots(WEEK)
    assert.ok(found.kind === 'offers' && found.offers[0], JSON.stringify(found))
    const outcome = await opened.session.book(found.offers[0], { description: 'Sore throat' })
    assert.equal(outcome.kind, 'booked', JSON.stringify(outcome))

    for (const { protocol, certificateDn, url } of world.sspAudit) {
      assert.deepEqual([protocol, certificateDn], ['TLSv1.3', 'CN=consumer.example.nhs.uk'])
      assert.match(url, /^https:\/\/localhost:/)
    }
    assert.deepEqual(world.connections(), { busy: 0, idle: 2 })
  })

  test('CON-09 a practice without data-sharing agreement: refused by the SSP', async (t) => {
    const failure = await searchFails(await givenTlsWorld(t, {}, { ...withSlots, shared: false }))
    assert.deepEqual(told(failure), {
      kind: 'refused',
      by: 'ssp',
      code: 'FOT_CHECK_FAILED_MESSAGESENDER',
      advice: 'There is no data-sharing agreement between your organisation and this practice. Ring the practice instead.',
      diagnostics: undefined,
    })
  })

  test('CON-09 a practice without endpoint: not offered, and nothing is sent to it', async (t) => {
    const world = await givenTlsWorld(t, {}, { ...withSlots, endpoint: false })
    const failure = await searchFails(world)
    assert.deepEqual(
      [failure.kind, failure.by, failure.advice],
      ['not-enabled', 'sds', 'The practice does not offer online booking to other organisations. Ring the practice.'],
    )
    assert.deepEqual(world.sspAudit, [])
  })

  for (const holds of ['expired', 'not-yet-valid'] as const) {
    test(`SEC-01 the consumer's certificate is ${holds}: the SSP refuses`, async (t) => {
      const failure = await searchFails(await givenTlsWorld(t, { consumer: holds }))
      assert.deepEqual([failure.kind, failure.by, failure.code], ['refused', 'unknown', 'HTTP 495'])
      assert.match(failure.advice, /certificate was refused/)
      assert.match(failure.diagnostics ?? '', /tls\.certificateFile/)
    })

    test(`SEC-01 the SSP's own certificate is ${holds}: the consumer sends nothing`, async (t) => {
      // The directory is asked first, and shows the same certificate: its look-up fails before the SSP is asked.
      const world = await givenTlsWorld(t, { spine: holds })
      const failure = await searchFails(world)
      assert.deepEqual([failure.kind, failure.by], ['unavailable', 'sds'])
      assert.deepEqual(world.sspAudit, [])
    })

    test(`SEC-01 the certificate that the SSP shows to the provider is ${holds}: the provider refuses`, async (t) => {
      const world = await givenTlsWorld(t, { ssp: holds })
      const failure = await searchFails(world)
      assert.deepEqual([failure.kind, failure.code], ['refused', 'HTTP 495'])
      assert.match(world.log(), /client refused/)
    })

    test(`SEC-01 the provider's certificate is ${holds}: the SSP refuses, and says that the practice cannot be reached`, async (t) => {
      const failure = await searchFails(await givenTlsWorld(t, { provider: holds }))
      assert.deepEqual([failure.kind, failure.by, failure.code], ['unavailable', 'ssp', 'ERROR_COMMUNICATING_TO_ENDPOINT'])
      assert.match(failure.advice, /could not be reached/)
    })
  }

  test('SEC-01 a certificate of another authority: refused by the SSP', async (t) => {
    assert.equal((await searchFails(await givenTlsWorld(t, { consumer: 'stranger' }))).code, 'HTTP 495')
  })

  test('SEC-01 no certificate: refused by the SSP', async (t) => {
    const failure = await searchFails(await givenTlsWorld(t, { consumer: 'none' }))
    assert.deepEqual(
      [failure.code, failure.advice],
      ['HTTP 496', 'This system was not let in. Tell your system supplier that its certificate is missing.'],
    )
  })

  test("SEC-01 a good certificate that is not the one registered for the sender's ASID: refused by the SSP", async (t) => {
    const failure = await searchFails(await givenTlsWorld(t, { consumer: 'other-name' }))
    assert.deepEqual([failure.kind, failure.by, failure.code], ['refused', 'ssp', 'CERTIFICATE_FQDN_CHECK_FAILED_MESSAGESENDER'])
    assert.match(failure.advice, /certificate does not belong to your organisation's registration/)
  })
})
