import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type FederatedAnswer, type FederatedSearch, findFreeSlotsAcross } from './find-free-slots-across.ts'
import { givenPractice, type PracticeRequest, refusal } from './given/practice.ts'
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
