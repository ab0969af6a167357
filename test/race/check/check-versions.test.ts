import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenRace } from './given-race.ts'

describe('The checker of versions', () => {
  test('follows an appointment through its changes', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.changed(2, 3, 'amend', id)
    race.changeRefused(4, 5, 'amend', id, { status: 409, ifMatch: 1 })
    race.changed(4, 6, 'cancel', id)
    race.changeRefused(7, 8, 'cancel', id, { status: 422 })
    race.read(7, 8, id)
    assert.deepEqual(race.broken(), [])
  })

  test('finds a change that was made over one that its client had not seen', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.changed(2, 3, 'amend', id)
    race.changed(4, 5, 'amend', id, { ifMatch: 1 })
    assert.deepEqual(race.broken(), ['acknowledged', 'written'])
  })

  test('finds a version that two have made', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.changed(2, 4, 'amend', id)
    race.changed(2, 4, 'amend', id, { ifMatch: 1, rest: { version: 2 } })
    assert.deepEqual(race.broken(), ['once'])
  })

  test('finds an amendment that was lost under a cancellation', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.changed(2, 3, 'amend', id)
    race.changed(4, 5, 'cancel', id, { rest: { writtenBy: 1 } })
    assert.deepEqual(race.broken(), ['written'])
  })

  test('finds an answer that is older than one before it', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.changed(2, 3, 'amend', id)
    race.read(4, 5, id, { version: 1, writtenBy: 1 })
    assert.deepEqual(race.broken(), ['linear'])
  })

  test('lets an answer that was under way be older', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.changed(2, 4, 'amend', id)
    race.read(3, 6, id, { version: 1, writtenBy: 1 })
    assert.deepEqual(race.broken(), [])
  })

  test('finds other slots, another patient, or an ETag that is not the version', () => {
    for (const rest of [{ slots: ['b'] }, { patient: 'another' }]) {
      const race = givenRace()
      const id = race.booked(0, 1, { slots: ['a'] })
      race.read(2, 3, id, rest)
      assert.deepEqual(race.broken(), ['once'])
    }
    const race = givenRace()
    const read = race.read(2, 3, race.booked(0, 1, { slots: ['a'] }))
    if (read.answer) read.answer.etag = 2
    assert.deepEqual(race.broken(), ['acknowledged'])
  })

  test('finds a refused change that was made all the same', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    const { number } = race.changeRefused(2, 4, 'amend', id, { status: 409 })
    race.changed(2, 4, 'amend', id)
    race.read(5, 6, id, { writtenBy: number })
    assert.ok(race.broken().includes('once'))

    const alone = givenRace()
    const refused = alone.changeRefused(2, 4, 'amend', alone.booked(0, 1, { slots: ['a'] }), { status: 409 })
    alone.read(5, 6, 'A1', { version: 2, writtenBy: refused.number })
    assert.ok(alone.broken().includes('written'))
  })

  test('finds what nobody asked for, or had not asked for yet', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.read(2, 3, id, { version: 2, writtenBy: 77 })
    assert.deepEqual(race.broken(), ['written'])

    const early = givenRace()
    early.booked(0, 1, { slots: ['a'] })
    early.read(2, 3, 'A1', { version: 2, writtenBy: 3 })
    early.changed(5, 6, 'amend', 'A1')
    assert.deepEqual(early.broken(), ['written'])

    const stranger = givenRace()
    stranger.read(0, 1, 'B1', { version: 1, writtenBy: 9 })
    assert.deepEqual(stranger.broken(), ['written'])
  })

  test('takes a change without an answer for whichever of the two it turns out to be', () => {
    for (const happened of [true, false]) {
      const race = givenRace()
      const id = race.booked(0, 1, { slots: ['a'] })
      race.killed(2, 5, 'provider')
      race.changeLost(3, 4, 'amend', id, happened)
      race.settled(6)
      race.read(7, 8, id)
      assert.deepEqual(race.broken(), [])
      assert.deepEqual(race.verdict().unanswered, { happened: happened ? 1 : 0, didNot: happened ? 0 : 1 })
    }
  })

  test('lets one that nobody saw be the version between two, and finds where there is none', () => {
    for (const asked of [true, false]) {
      const race = givenRace()
      const id = race.booked(0, 1, { slots: ['a'] })
      race.killed(2, 5, 'provider')
      if (asked) race.changeLost(3, 4, 'amend', id, true)
      const last = race.changed(6, 7, 'amend', id, { ifMatch: 2, rest: { version: 3 } })
      race.read(8, 9, id, last)
      assert.deepEqual(race.broken(), asked ? [] : ['written'])
    }
  })

  test('finds one booking that made two appointments', () => {
    const race = givenRace()
    const id = race.booked(0, 1, { slots: ['a'] })
    race.read(2, 3, id, { id: 'twin' })
    assert.ok(race.broken().includes('once'))
  })
})
