import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenRace, OTHER_HUB } from './given-race.ts'

describe('The checker of slots', () => {
  test('lets a slot be booked again after its cancellation, also while that is under way', () => {
    const race = givenRace()
    const first = race.booked(0, 1, { slots: ['a', 'b'] })
    race.changed(10, 20, 'cancel', first)
    race.booked(11, 19, { slots: ['b', 'c'] })
    race.booked(30, 31, { slots: ['a'] })
    assert.deepEqual(race.broken(), [])
  })

  test('finds a slot that two certainly hold at once, and names both', () => {
    const race = givenRace()
    race.booked(0, 1, { slots: ['a', 'b'] })
    race.booked(2, 3, { slots: ['b', 'c'] })
    assert.deepEqual(race.verdict().violations, [{ rule: 'slot', says: 'slot b is held by appointments A1 and A2', operations: [1, 2] }])
  })

  test('finds two whose requests overlapped', () => {
    const race = givenRace()
    race.booked(0, 10, { slots: ['a'] })
    race.booked(5, 12, { slots: ['a'] })
    assert.deepEqual(race.broken(), ['slot'])
  })

  test('finds a second holder before the first is asked to let go', () => {
    const race = givenRace()
    const first = race.booked(0, 1, { slots: ['a'] })
    race.booked(2, 3, { slots: ['a'] })
    race.changed(4, 5, 'cancel', first)
    assert.deepEqual(race.broken(), ['slot'])
  })

  test('finds one below a longer hold, past a shorter one', () => {
    const race = givenRace()
    race.booked(0, 1, { slots: ['a'] })
    const second = race.booked(2, 3, { slots: ['a'] })
    race.changed(4, 5, 'cancel', second)
    race.booked(6, 7, { slots: ['a'] })
    assert.equal(race.verdict().violations.filter(({ rule }) => rule === 'slot').length, 2)
  })

  test('takes a cancellation without an answer for one that may have happened', () => {
    const race = givenRace()
    const first = race.booked(0, 1, { slots: ['a'] })
    race.killed(9, 12, 'provider')
    race.changeLost(10, 11, 'cancel', first, false)
    race.booked(12, 13, { slots: ['a'] })
    assert.deepEqual(race.broken(), [])
  })

  test('but not once a later answer shows that it has not', () => {
    const race = givenRace()
    const first = race.booked(0, 1, { slots: ['a'] })
    race.killed(9, 12, 'provider')
    race.changeLost(10, 11, 'cancel', first, false)
    race.booked(12, 13, { slots: ['a'] })
    race.settled(20)
    race.read(21, 22, first)
    assert.deepEqual(race.broken(), ['slot'])
  })

  test('counts a booking without an answer, once it is seen', () => {
    const race = givenRace()
    race.killed(0, 5, 'provider')
    const lost = race.bookingLost(1, 2, { slots: ['a'] })
    race.read(6, 7, lost)
    race.booked(8, 9, { slots: ['a'] })
    assert.deepEqual(race.broken(), ['slot'])
  })
})

describe('The checker of caps', () => {
  test('counts an appointment once, in its session, until it is cancelled', () => {
    const race = givenRace([{ per: 'session', most: 2 }])
    const first = race.booked(0, 1, { slots: ['a', 'b'] })
    race.booked(2, 3, { slots: ['c'] })
    race.booked(4, 5, { slots: ['d'] })
    race.changed(6, 8, 'cancel', first)
    race.booked(7, 9, { slots: ['a'] })
    assert.deepEqual(race.broken(), [])
  })

  test('finds one more in a session than is allowed', () => {
    const race = givenRace([{ per: 'session', organisationCode: 'B30012', most: 1 }])
    race.booked(0, 1, { slots: ['a'] })
    race.booked(2, 3, { slots: ['b'], organisation: OTHER_HUB })
    race.booked(4, 5, { slots: ['c'] })
    assert.deepEqual(race.verdict().violations, [
      { rule: 'cap', says: '2 appointments count on a cap of 1 per session at A90101', operations: [1, 3] },
    ])
  })

  test('finds one more on a day, in whichever sessions, and none on the next', () => {
    const race = givenRace([{ per: 'day', organisationType: 'urgent-care', most: 1 }])
    race.booked(0, 1, { slots: ['a'] })
    race.booked(2, 3, { slots: ['e'] })
    assert.deepEqual(race.broken(), [])
    race.booked(4, 5, { slots: ['d'] })
    assert.deepEqual(race.broken(), ['cap'])
  })
})
