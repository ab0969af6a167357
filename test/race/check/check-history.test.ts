import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenRace, OTHER_HUB } from './given-race.ts'
import { RULES } from './judge.ts'

describe('The checker of reads', () => {
  test('finds a booking that is not found any more', () => {
    const race = givenRace()
    race.notFound(2, 3, race.booked(0, 1, { slots: ['a'] }))
    assert.deepEqual(race.broken(), ['answered', 'lost'])
  })

  test("finds a booking that its patient's list has not, but for other days", () => {
    const race = givenRace()
    const id = race.booked(0, 5, { slots: ['a'] })
    race.listed(1, 6, [])
    race.listed(6, 7, [], { first: '2026-03-03', last: '2026-03-03' })
    race.listed(6, 7, [id])
    assert.deepEqual(race.broken(), [])
    race.listed(6, 7, [])
    assert.deepEqual(race.broken(), ['lost'])
  })

  test('finds an appointment in the list of another patient', () => {
    const race = givenRace()
    race.listed(2, 3, [race.booked(0, 1, { slots: ['a'], patient: 'another' })])
    assert.deepEqual(race.broken(), ['lost'])
  })

  test('finds a booking without an answer that appears after everything was settled without it', () => {
    const race = givenRace()
    race.killed(0, 5, 'provider')
    const id = race.bookingLost(1, 2, { slots: ['a'] })
    race.settled(10)
    race.listed(11, 12, [])
    assert.deepEqual(race.broken(), [])
    race.listed(20, 21, [id])
    assert.deepEqual(race.broken(), ['lost'])
  })
})

describe('The checker of searches', () => {
  test('lets what changes meanwhile be seen either way', () => {
    for (const offered of [
      ['a', 'b', 'c', 'd', 'e'],
      ['c', 'd', 'e'],
    ]) {
      const race = givenRace()
      race.booked(5, 15, { slots: ['a', 'b'] })
      race.searched(0, 10, offered)
      race.searched(16, 17, ['c', 'd', 'e'])
      assert.deepEqual(race.broken(), [])
    }
  })

  test('finds a held slot that is offered', () => {
    const race = givenRace()
    race.booked(0, 1, { slots: ['a'] })
    race.searched(2, 3, ['a', 'b', 'c', 'd', 'e'])
    assert.deepEqual(race.broken(), ['offered'])
  })

  test('finds a slot that is held by nobody, and not offered', () => {
    const race = givenRace()
    race.changed(2, 3, 'cancel', race.booked(0, 1, { slots: ['a'] }))
    race.searched(4, 5, ['b', 'c', 'd', 'e'])
    assert.deepEqual(race.verdict().violations, [
      { rule: 'offered', says: 'slot a was not offered, and held by nobody', operations: [1, 2, 3] },
    ])
  })

  test('finds a slot that a killed process has left held by nobody, once that is sure', () => {
    const race = givenRace()
    race.killed(0, 5, 'provider')
    race.bookingLost(1, 2, { slots: ['a'] })
    race.searched(6, 7, ['b', 'c', 'd', 'e'])
    race.settled(10)
    assert.deepEqual(race.broken(), [])
    race.listed(11, 12, [])
    assert.deepEqual(race.broken(), ['offered'])
  })

  test('finds slots behind a reached cap that are offered, and those behind another that are not', () => {
    const race = givenRace([{ per: 'session', organisationCode: 'B30012', most: 1 }])
    race.booked(0, 1, { slots: ['a'] })
    race.searched(2, 3, ['d', 'e'], { odsCode: 'B30012', type: 'urgent-care' })
    race.searched(2, 3, ['b', 'c', 'd', 'e'], OTHER_HUB)
    race.searched(2, 3, ['b', 'c', 'd', 'e'])
    assert.deepEqual(race.broken(), [])

    race.searched(2, 3, ['b', 'd', 'e'], { odsCode: 'B30012', type: 'urgent-care' })
    assert.deepEqual(race.broken(), ['offered'])
    const other = givenRace([{ per: 'session', organisationCode: 'B30012', most: 1 }])
    other.booked(0, 1, { slots: ['a'] })
    other.searched(2, 3, ['d', 'e'], OTHER_HUB)
    assert.deepEqual(other.broken(), ['offered'])
  })

  test('finds what lies out of the range, or is offered twice', () => {
    for (const more of ['a', 'z']) {
      const race = givenRace()
      race.searched(0, 1, ['a', 'b', 'c', 'd', 'e', more])
      assert.deepEqual(race.broken(), ['offered'])
    }
  })
})

describe('The checker of refusals', () => {
  test('finds a booking that was refused though its slots were free', () => {
    const race = givenRace()
    race.bookingRefused(5, 10, { slots: ['a'] }, 409)
    race.booked(9, 12, { slots: ['b'] })
    race.bookingRefused(5, 10, { slots: ['b'] }, 409)
    assert.deepEqual(
      race.verdict().violations.map(({ rule, operations }) => [rule, ...operations]),
      [['refused', 1]],
    )
  })

  test('finds a booking that was refused for a cap that had room, or for none', () => {
    const race = givenRace([{ per: 'session', organisationCode: 'B30012', most: 1 }])
    race.booked(0, 1, { slots: ['a'] })
    race.bookingRefused(2, 3, { slots: ['b'] }, 422)
    assert.deepEqual(race.broken(), [])
    race.bookingRefused(2, 3, { slots: ['d'] }, 422)
    race.bookingRefused(2, 3, { slots: ['b'], organisation: OTHER_HUB }, 422)
    assert.equal(race.verdict().violations.length, 2)
  })

  test('finds a held slot that was refused as if it were closed', () => {
    const race = givenRace([{ per: 'session', organisationCode: 'B30012', most: 1 }])
    race.booked(0, 1, { slots: ['a'] })
    race.bookingRefused(2, 3, { slots: ['a'] }, 422)
    assert.deepEqual(race.broken(), ['refused'])
  })

  test('finds a version that was refused while it was current', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.changeRefused(2, 5, 'amend', id, { status: 409 })
    assert.deepEqual(race.broken(), ['refused'])

    const outdated = givenRace()
    const other = outdated.booked(0, 1, { slots: ['a'] })
    outdated.changed(4, 6, 'amend', other)
    outdated.changeRefused(2, 5, 'amend', other, { status: 409, ifMatch: 1 })
    assert.deepEqual(outdated.broken(), [])
  })

  test('finds a change that was refused as of a cancelled appointment, which it was not yet', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.changeRefused(2, 3, 'amend', id, { status: 422, ifMatch: 2 })
    race.changed(4, 5, 'cancel', id)
    assert.deepEqual(race.broken(), ['refused'])
  })
})

describe('The checker of answers', () => {
  test('excuses who is killed, and everybody while PostgreSQL is away', () => {
    const race = givenRace()
    race.killed(0, 5, 'provider')
    race.bookingLost(1, 2, { slots: ['a'] })
    race.killed(10, 15, 'postgres')
    race.failed(11, 12, 500)
    assert.deepEqual(race.broken(), [])
    race.failed(16, 17, 500)
    assert.deepEqual(race.broken(), ['answered'])
  })

  test('finds a request that was never answered, and a refusal that does not fit', () => {
    const race = givenRace()
    race.bookingLost(1, 2, { slots: ['a'] })
    assert.deepEqual(race.broken(), ['answered'])

    const other = givenRace()
    other.failed(1, 2, 404)
    assert.deepEqual(other.broken(), ['answered'])
  })

  test('counts what it has checked', () => {
    const race = givenRace([{ per: 'day', most: 5 }])
    const id = race.booked(0, 1, { slots: ['a'] })
    race.bookingRefused(2, 3, { slots: ['a'] }, 409)
    race.listed(2, 3, [id])
    race.searched(2, 3, ['b', 'c', 'd', 'e'])
    const { checks, violations } = race.verdict()
    assert.deepEqual(violations, [])
    for (const rule of Object.keys(RULES)) assert.ok(checks[rule as keyof typeof RULES] > 0, rule)
  })
})
