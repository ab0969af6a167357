import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bookSlot, type CrowdedPractice, givenCrowdedPractice } from '../../../test/given/crowd.ts'
import { newOdsCode } from '../../../test/given/database.ts'
import { openDatabase } from '../../postgres/open-database.ts'
import { givenProcess, givenSlowLine, takesConnections } from './given-process.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../migrations/provider', import.meta.url))

const oneInFlight = ({ text }: { text: string }) => text.includes('\ngpa_requests_in_flight 1\n')

describe('A provider process', () => {
  // One after the other they use the same data: to make it takes longer than all the rest.
  let directory: string
  let practice: CrowdedPractice
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gpa-'))
    const prepared = await openDatabase({ directory }, MIGRATIONS)
    practice = await givenCrowdedPractice(prepared, newOdsCode(), 2)
    await prepared.close()
  })
  after(() => rm(directory, { recursive: true, force: true }))

  test('asked to end, it finishes the booking that is on its way, and takes nothing new', async (t) => {
    // Given a booking whose last bytes are still to come, and somebody connected who has not asked anything yet
    const provider = await givenProcess(t, { database: { GPA_DATA: directory } })
    const line = await givenSlowLine(t, provider.port)
    const booking = bookSlot(line.port, practice, practice.slots[0] ?? assert.fail())
    const silentEnded = once(connect(provider.port, '127.0.0.1').resume(), 'close')
    await provider.askUntil('/metrics', oneInFlight)
    assert.equal((await provider.ask('/health/ready'))?.status, 200)

    // When
    provider.signal('SIGTERM')
    await provider.logged('stopping')
    const ready = await provider.ask('/health/ready')
    const live = await provider.ask('/health/live')
    while (await takesConnections(provider.port)) await new Promise(setImmediate)
    line.letThrough()

    // Then
    assert.deepEqual(ready, { status: 503, text: '{"ready":false,"failing":["stopping"]}' })
    assert.equal(live?.status, 200)
    const reply = await booking
    assert.equal(reply?.status, 201)
    assert.match(line.answered(), /^connection: close\r$/im)
    assert.equal(await provider.ended, 0)
    assert.equal(provider.lines().at(-1)?.msg, 'stopped')
    await silentEnded

    // And the booking is in the book
    const reopened = await openDatabase({ directory }, MIGRATIONS)
    t.after(() => reopened.close())
    const booked = await reopened.query<{ id: string }>('select id from appointment where ods_code = $1', [practice.odsCode])
    assert.deepEqual(
      booked.map(({ id }) => id),
      [reply?.body.id],
    )
  })

  test('asked to end, it goes on for DRAIN_SECONDS while it says that it is not ready', async (t) => {
    // Given
    const provider = await givenProcess(t, { database: { GPA_DATA: directory }, settings: { DRAIN_SECONDS: '1' } })

    // When
    provider.signal('SIGTERM')
    await provider.logged('stopping')

    // Then it answers, and asks to come back on another connection
    assert.equal((await provider.ask('/health/ready'))?.status, 503)
    const answer = await fetch(`http://127.0.0.1:${provider.port}/nowhere`)
    assert.deepEqual([answer.status, answer.headers.get('connection')], [404, 'close'])
    await answer.arrayBuffer()
    assert.equal(await provider.ended, 0)
  })

  test('is not held for ever by a request that never ends', async (t) => {
    // Given
    const provider = await givenProcess(t, { database: { GPA_DATA: directory }, settings: { SHUTDOWN_SECONDS: '1' } })
    const line = await givenSlowLine(t, provider.port)
    const booking = bookSlot(line.port, practice, practice.slots[1] ?? assert.fail())
    await provider.askUntil('/metrics', oneInFlight)

    // When
    provider.signal('SIGTERM')

    // Then
    assert.equal(await provider.ended, 1)
    assert.equal(await booking, undefined)
    const last = provider.lines().at(-1)
    assert.deepEqual([last?.msg, last?.level, last?.inFlight], ['ended before everything was finished: it took too long', 50, 1])
  })

  test('asked twice, it ends at once', async (t) => {
    // Given one that would go on for a minute
    const settings = { DRAIN_SECONDS: '60', SHUTDOWN_SECONDS: '61' }
    const provider = await givenProcess(t, { database: { GPA_DATA: directory }, settings })
    provider.signal('SIGTERM')
    await provider.logged('stopping')

    // When
    provider.signal('SIGINT')

    // Then
    assert.equal(await provider.ended, 1)
    assert.equal(provider.lines().at(-1)?.msg, 'ended at once, by a second signal')
  })

  for (const [what, origin, fault] of [
    ['an error that nobody caught', 'uncaughtException', "throw new Error('broken')"],
    ['a rejection that nobody handled', 'unhandledRejection', "void Promise.reject(new Error('broken'))"],
  ] as const) {
    test(`ended by ${what}, it leaves a line in its log`, async (t) => {
      // Given a fault that a signal sets off
      const preload = `process.on('SIGUSR2', () => { ${fault} })`
      const provider = await givenProcess(t, { database: { GPA_DATA: directory }, preload })

      // When
      provider.signal('SIGUSR2')

      // Then
      assert.equal(await provider.ended, 1)
      const { level, origin: told, msg, err } = provider.lines().at(-1) ?? {}
      assert.deepEqual([level, told, msg], [60, origin, 'crashed'])
      assert.equal((err as { message: string }).message, 'broken')
    })
  }
})
