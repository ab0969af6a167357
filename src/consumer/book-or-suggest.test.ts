import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bookOrSuggest } from './book-or-suggest.ts'
import { type GivenPractice, givenPractice, givenSlot, refusal } from './given/practice.ts'
import { givenOdsCode, givenSpine, NHS_NUMBER } from './given/spine.ts'
import { openSession } from './open-session.ts'

const WEEK = { from: '2026-03-02', to: '2026-03-08' }
const later = givenSlot({ id: 'later', start: '2026-03-02T11:00:00+00:00', end: '2026-03-02T11:10:00+00:00' })
const booking = { description: 'Cough', comment: 'Ring the bell' }

async function book(practice: GivenPractice) {
  const given = givenSpine({ practices: { B86013: givenPractice({ slots: [givenSlot(), later], ...practice }) } })
  const opened = await openSession(given.spine, { ...given.asker, nhsNumber: NHS_NUMBER, practice: givenOdsCode('B86013') })
  assert.ok(opened.kind === 'open')
  const found = await opened.session.findFreeSlots(WEEK)
  assert.ok(found.kind === 'offers' && found.offers[0])
  const wanted = { offer: found.offers[0], booking, asker: given.asker, deadlineMs: 5000, most: 3 }
  const outcome = await bookOrSuggest({ ...given.spine, now: given.now }, opened.session, wanted)
  const requests = given.sent.map(({ method, path }) => `${method} ${path}`)
  return { outcome, requests }
}

describe('Book, or suggest another', () => {
  test('CON-01 what is still free is booked, and nothing else is asked', async () => {
    const { outcome, requests } = await book({})
    assert.equal(outcome.kind, 'booked')
    assert.deepEqual(requests, ['GET Slot', 'GET Patient', 'POST Appointment'])
  })

  test('APT-05 of a slot that has gone the outcome says what there is instead, and keeps the patient and the texts', async () => {
    const { outcome, requests } = await book({
      intercept: ({ method }) => (method === 'POST' ? refusal(409, 'DUPLICATE_REJECTED') : undefined),
    })
    assert.ok(outcome.kind === 'no-longer-free')
    assert.deepEqual(
      outcome.instead.offers.map(({ slotId }) => slotId),
      ['later'],
    )
    assert.deepEqual([outcome.booking, outcome.patient.id, outcome.registeredNow], [booking, 'patient-1', false])
    assert.deepEqual(requests, ['GET Slot', 'GET Patient', 'POST Appointment', 'GET Slot'])
  })

  test('any other refusal is as it was, without a search', async () => {
    const { outcome, requests } = await book({
      intercept: ({ method }) => (method === 'POST' ? refusal(422, 'INVALID_RESOURCE') : undefined),
    })
    assert.ok(outcome.kind === 'refused')
    assert.ok(!('instead' in outcome))
    assert.equal(requests.at(-1), 'POST Appointment')
  })
})
