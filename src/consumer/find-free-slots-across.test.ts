import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConsumerEvent } from './events.ts'
import {
  type FederatedAnswer,
  type FederatedSearch,
  type FederatedUpdate,
  findFreeSlotsAcross,
  watchFreeSlotsAcross,
} from './find-free-slots-across.ts'
import { givenPractice, givenSlot, type PracticeRequest, refusal } from './given/practice.ts'
import { givenOdsCode, givenSpine } from './given/spine.ts'

const RANGE = { from: '2026-03-02', to: '2026-03-08' }
const federationOf = (...codes: string[]) => codes.map((code) => ({ odsCode: givenOdsCode(code), name: `Practice ${code}` }))

/** Answers when told to, or fails when given up. */
function givenSlowPractice() {
  const answer = Promise.withResolvers<undefined>()
  const intercept = ({ signal }: PracticeRequest) =>
    new Promise<Response>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      void answer.promise.then(() => resolve(Response.json({ resourceType: 'Bundle' })))
    })
  return { practice: givenPractice({ intercept }), answer: () => answer.resolve(undefined) }
}

async function everyAnswer(search: AsyncIterable<FederatedAnswer>): Promise<FederatedAnswer[]> {
  const answers: FederatedAnswer[] = []
  for await (const answer of search) answers.push(answer)
  return answers
}

function search(given: ReturnType<typeof givenSpine>, more: Partial<FederatedSearch> & Pick<FederatedSearch, 'federation'>) {
  return findFreeSlotsAcross(given.spine, given.asker, { ...RANGE, deadlineMs: 5000, ...more })
}

describe('Find free slots across a federation', () => {
  test('CON-02 yields each practice as it answers, and one’s failure hides no other', async () => {
    // Given one practice that refuses, one the directory lacks, one that answers at once and one that answers last
    const slow = givenSlowPractice()
    const refusing = givenPractice({ intercept: () => refusal(403, 'ACCESS DENIED') })
    const given = givenSpine({ practices: { A1000: slow.practice, A2000: refusing, A4000: givenPractice() }, notEnabled: ['A3000'] })
    // When
    const seen: string[] = []
    for await (const { practice, outcome } of search(given, { federation: federationOf('A1000', 'A2000', 'A3000', 'A4000') })) {
      seen.push(`${practice.name}: ${outcome.kind}`)
      if (seen.length === 3) slow.answer()
    }
    // Then
    assert.deepEqual(seen.slice(0, 3).sort(), ['Practice A2000: refused', 'Practice A3000: not-enabled', 'Practice A4000: offers'])
    assert.equal(seen[3], 'Practice A1000: offers')
  })

  test('CON-02 who has not answered by the deadline is named as that, asked or not, and nothing goes on', async () => {
    // Given
    const slow = givenSlowPractice()
    const given = givenSpine({ practices: { A1000: slow.practice, A2000: givenPractice(), A3000: givenPractice() } })
    // When only one is asked at a time, and the first never answers
    const answers = await everyAnswer(search(given, { federation: federationOf('A1000', 'A2000', 'A3000'), deadlineMs: 50, atOnce: 1 }))
    // Then
    assert.deepEqual(
      answers.map(({ practice, outcome }) => [practice.odsCode, outcome.kind, 'code' in outcome && outcome.code]),
      ['A1000', 'A2000', 'A3000'].map((code) => [code, 'unavailable', 'given-up']),
    )
    assert.equal(given.sent.length, 1)
    assert.equal(given.sent[0]?.signal.aborted, true)
  })

  test('CON-02 asks no more practices at a time than allowed', async () => {
    // Given
    let [running, most] = [0, 0]
    const busy = givenPractice({
      intercept: async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
        return Response.json({ resourceType: 'Bundle' })
      },
    })
    const codes = Array.from({ length: 20 }, (_, index) => `A${1000 + index}`)
    const given = givenSpine({ practices: Object.fromEntries(codes.map((code) => [code, busy])) })
    // When
    const answers = await everyAnswer(search(given, { federation: federationOf(...codes), atOnce: 3 }))
    // Then
    assert.deepEqual([answers.length, most], [20, 3])
  })

  test('a caller who leaves early, or gives up, leaves nothing running', async () => {
    // Given
    const slow = givenSlowPractice()
    const given = givenSpine({ practices: { A1000: slow.practice, A2000: givenPractice() } })
    // When
    for await (const _ of search(given, { federation: federationOf('A1000', 'A2000') })) break
    // Then
    assert.ok(given.sent.every(({ signal }) => signal.aborted))

    // Given
    const stop = new AbortController()
    const again = givenSpine({ practices: { A1000: givenSlowPractice().practice } })
    // When
    const rest = everyAnswer(search(again, { federation: federationOf('A1000'), signal: stop.signal }))
    setImmediate(() => stop.abort())
    // Then
    assert.deepEqual(
      (await rest).map(({ outcome }) => outcome.kind),
      ['unavailable'],
    )
  })
})

function watch(given: ReturnType<typeof givenSpine>, more: Partial<FederatedSearch> & Pick<FederatedSearch, 'federation'>) {
  return watchFreeSlotsAcross(given.spine, given.asker, { ...RANGE, deadlineMs: 5000, ...more })
}

async function everyUpdate(updates: AsyncIterable<FederatedUpdate>) {
  const told: FederatedUpdate[] = []
  for await (const update of updates) told.push(update)
  const last = told.at(-1)
  assert.ok(last?.state === 'finished')
  const states = (code: string) =>
    told.flatMap((update) => ('practice' in update && update.practice.odsCode === code ? [update.state] : []))
  return { states, summary: last.summary }
}

describe('Watch a search across a federation', () => {
  test('CON-02 tells what each practice is at, and sums up who answered with how much and who did not', async () => {
    // Given
    const two = givenPractice({
      slots: [givenSlot(), givenSlot({ id: 'slot-2', start: '2026-03-02T09:10:00+00:00', end: '2026-03-02T09:20:00+00:00' })],
    })
    const refusing = givenPractice({ intercept: () => refusal(403, 'ACCESS DENIED') })
    const events: ConsumerEvent[] = []
    const practices = { A1000: givenPractice(), A2000: refusing, A4000: two }
    const given = givenSpine({ practices, notEnabled: ['A3000'], events: { onEvent: (event) => void events.push(event) } })
    // When
    const { states, summary } = await everyUpdate(watch(given, { federation: federationOf('A1000', 'A2000', 'A3000', 'A4000') }))
    // Then
    assert.deepEqual(states('A1000'), ['looking-up', 'asking', 'answered'])
    assert.deepEqual(states('A2000'), ['looking-up', 'asking', 'failed'])
    assert.deepEqual(states('A3000'), ['looking-up', 'failed'])
    const { failed, ...counts } = summary
    assert.deepEqual(counts, { practices: 4, answered: 2, offers: 3, gaveUp: [], ended: 'all-settled', ms: 0 })
    assert.deepEqual(
      failed.map(({ practice, failure }) => [practice.name, failure.kind, failure.code]),
      [
        ['Practice A2000', 'refused', 'ACCESS DENIED'],
        ['Practice A3000', 'not-enabled', undefined],
      ],
    )
    const { at: _, ...searched } = events.at(-1) ?? assert.fail('nothing was told')
    assert.deepEqual(searched, { kind: 'federation-searched', practices: 4, answered: 2, failed: 2, gaveUp: 0, offers: 3, ms: 0 })
  })

  test('CON-02 says of who is given up at the deadline how far they had come, and keeps what the others said', async () => {
    // Given one that answers, one that never does, and one whose turn does not come
    const practices = { A1000: givenPractice(), A2000: givenSlowPractice().practice, A3000: givenPractice() }
    const given = givenSpine({ practices })
    // When
    const told: FederatedUpdate[] = []
    for await (const update of watch(given, { federation: federationOf('A1000', 'A2000', 'A3000'), deadlineMs: 60, atOnce: 1 }))
      told.push(update)
    // Then
    assert.deepEqual(
      told.flatMap((update) => (update.state === 'gave-up' ? [[update.practice.odsCode, update.reached, update.outcome.code]] : [])),
      [
        ['A2000', 'asking', 'given-up'],
        ['A3000', 'waiting', 'given-up'],
      ],
    )
    const last = told.at(-1)
    assert.ok(last?.state === 'finished')
    assert.deepEqual([last.summary.ended, last.summary.answered, last.summary.gaveUp.length], ['deadline', 1, 2])
    assert.ok(given.sent.every(({ signal, practice }) => practice !== 'A2000' || signal.aborted))
  })

  test('cancelling is told as that, also before it began', async () => {
    for (const cancelIt of [setImmediate, (cancel: () => void) => cancel()]) {
      // Given
      const stop = new AbortController()
      const given = givenSpine({ practices: { A1000: givenSlowPractice().practice } })
      // When
      cancelIt(() => stop.abort())
      const { states, summary } = await everyUpdate(
        watch(given, { federation: federationOf('A1000', 'A2000'), signal: stop.signal, atOnce: 1 }),
      )
      // Then
      assert.equal(summary.ended, 'cancelled')
      assert.deepEqual(
        summary.gaveUp.map(({ practice }) => practice.odsCode),
        ['A1000', 'A2000'],
      )
      assert.deepEqual([states('A1000').at(-1), states('A2000')], ['gave-up', ['gave-up']])
      assert.ok(given.sent.length <= 1)
    }
  })

  test('a caller who is busy with one update holds nobody up, and misses none', async () => {
    // Given
    const codes = ['A1000', 'A2000', 'A3000']
    const given = givenSpine({ practices: Object.fromEntries(codes.map((code) => [code, givenPractice()])) })
    const updates = watch(given, { federation: federationOf(...codes), atOnce: 1 })
    // When only the first update is taken
    await updates.next()
    while (given.sent.length < 3) await new Promise((resolve) => setImmediate(resolve))
    // Then all were asked meanwhile, and the rest is still told
    const { states, summary } = await everyUpdate(updates)
    assert.deepEqual(states('A3000'), ['looking-up', 'asking', 'answered'])
    assert.equal(summary.answered, 3)
  })

  test('a federation of nobody is finished at once', async () => {
    const { summary } = await everyUpdate(watch(givenSpine(), { federation: [] }))
    assert.deepEqual(summary, { practices: 0, answered: 0, offers: 0, failed: [], gaveUp: [], ended: 'all-settled', ms: 0 })
  })

  for (const [what, wrong] of [
    ['no practice at a time', { atOnce: 0 }],
    ['a deadline no timer can hold', { deadlineMs: Number.POSITIVE_INFINITY }],
    ['a range that ends before it starts', { to: '2026-03-01' }],
    ['a time of day that is none', { timeOfDay: { from: 'noon' } }],
  ] as const) {
    test(`misuse is thrown, and nobody is asked: ${what}`, async () => {
      const given = givenSpine()
      await assert.rejects(everyUpdate(watch(given, { federation: federationOf('B86013'), ...wrong })), RangeError)
      assert.equal(given.sent.length, 0)
    })
  }
})
