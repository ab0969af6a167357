import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenOffer } from './given/offer.ts'
import { type GivenPractice, givenPractice, givenSlot, type PracticeRequest, refusal } from './given/practice.ts'
import { givenOdsCode, givenSpine } from './given/spine.ts'
import { type SuggestOptions, suggestInstead } from './suggest-instead.ts'

const federationOf = (...codes: string[]) => codes.map((code) => ({ odsCode: givenOdsCode(code), name: `Practice ${code}` }))
const GONE = givenOffer({ slotId: 'gone' })

const withSlots = (...times: string[]): GivenPractice => ({
  slots: times.map((time) =>
    givenSlot({ id: time, start: `2026-03-02T${time}:00+00:00`, end: `2026-03-02T${time.slice(0, 4)}9:00+00:00` }),
  ),
})

/** Its slots are nine minutes, so the lost one is too. */
const LOST = { ...GONE, minutes: 9 }

async function suggest(practices: Record<string, GivenPractice>, options: Partial<SuggestOptions> = {}, gone = LOST) {
  const given = givenSpine({
    practices: Object.fromEntries(Object.entries(practices).map(([code, practice]) => [code, givenPractice(practice)])),
  })
  const suggestions = await suggestInstead({ ...given.spine, now: given.now }, given.asker, gone, { deadlineMs: 5000, most: 3, ...options })
  const offers = suggestions.offers.map(({ practice, slotId }) => `${practice.odsCode} ${slotId}`)
  const failed = suggestions.couldNotBeAsked.map(({ practice, failure }) => `${practice.odsCode} ${failure.code}`)
  const { from, to } = suggestions
  return { from, to, offers, failed, notNeeded: suggestions.notNeeded.map(({ odsCode }) => odsCode), sent: given.sent }
}

/** Answers nothing, until it is given up. */
const hanging: GivenPractice = {
  intercept: ({ signal }: PracticeRequest) =>
    new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
}

describe('Suggest what to book instead', () => {
  test('CON-01 the practice itself is searched, a fortnight from today; where it has enough, nobody else is', async () => {
    const federation = federationOf('B86013', 'A1000')
    const found = await suggest({ B86013: withSlots('09:00', '10:00', '11:00'), A1000: withSlots('09:00') }, { federation })
    assert.deepEqual(found.offers, ['B86013 09:00', 'B86013 10:00', 'B86013 11:00'])
    assert.deepEqual([found.failed, found.notNeeded], [[], ['A1000']])
    assert.deepEqual(
      found.sent.map(({ practice, query }) => [practice, query.get('start'), query.get('end')]),
      [['B86013', 'ge2026-03-02', 'le2026-03-16']],
    )
  })

  test('CON-02 where it has too few, the federation is, and comes after it', async () => {
    const federation = federationOf('A1000', 'B86013', 'A2000')
    const found = await suggest({ B86013: withSlots('17:00'), A1000: withSlots('10:00'), A2000: withSlots('09:00') }, { federation })
    assert.deepEqual(found.offers, ['B86013 17:00', 'A2000 09:00', 'A1000 10:00'])
    assert.deepEqual([found.failed, found.notNeeded, found.sent.length], [[], [], 3])
  })

  test('CON-02 who could not be asked is told, so that nobody takes that for being full', async () => {
    const refusing = { intercept: () => refusal(403, 'ACCESS_DENIED') }
    const found = await suggest({ B86013: refusing, A1000: withSlots() }, { federation: federationOf('A1000') })
    assert.deepEqual([found.offers, found.failed], [[], ['B86013 ACCESS DENIED']])
    assert.deepEqual((await suggest({ B86013: withSlots() })).failed, [])
  })

  test('one deadline for all: a practice that does not answer leaves time for the others, and nothing goes on', async () => {
    const federation = federationOf('A1000', 'A2000')
    const found = await suggest({ B86013: hanging, A1000: withSlots('09:00'), A2000: hanging }, { federation, deadlineMs: 200 })
    assert.deepEqual([found.offers, found.failed], [['A1000 09:00'], ['B86013 given-up', 'A2000 given-up']])
    assert.ok(found.sent.filter(({ practice }) => practice !== 'A1000').every(({ signal }) => signal.aborted))
  })

  test('a caller who gives up is told what is known', async () => {
    const stop = new AbortController()
    setImmediate(() => stop.abort())
    const found = await suggest({ B86013: hanging }, { federation: federationOf('A1000'), signal: stop.signal })
    assert.deepEqual([found.offers, found.failed], [[], ['B86013 given-up', 'A1000 given-up']])
  })

  test('CON-07 days before the lost one’s are searched too, so that the nearest is found; in one search, and told', async () => {
    const nextMonth = givenOffer({ at: '2026-04-10T09:00:00Z', minutes: 9 })
    const { sent, from, to } = await suggest({ B86013: {} }, {}, nextMonth)
    assert.deepEqual([from, to], ['2026-04-03', '2026-04-17'])
    assert.deepEqual([sent.length, sent[0]?.query.get('start'), sent[0]?.query.get('end')], [1, `ge${from}`, `le${to}`])
  })

  test('SLOT-06 of a day that is over, nothing is searched; nor is the lost slot suggested, or one that has begun', async () => {
    const yesterday = givenOffer({ at: '2026-03-01T23:50:00Z', minutes: 9 })
    const found = await suggest({ B86013: withSlots('07:50', '08:00', '08:10') }, {}, yesterday)
    assert.equal(found.sent[0]?.query.get('start'), 'ge2026-03-02')
    assert.deepEqual(found.offers, ['B86013 08:10'])
    assert.deepEqual((await suggest({ B86013: withSlots('09:00') }, {}, { ...LOST, slotId: '09:00', slotIds: ['09:00'] })).offers, [])
  })
})
