import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { filterOffers } from '../filter-offers.ts'
import { findFreeSlotsAcross, watchFreeSlotsAcross } from '../find-free-slots-across.ts'
import { givenOffer } from '../given/offer.ts'
import { givenPractice, givenSlot } from '../given/practice.ts'
import { givenSpine } from '../given/spine.ts'
import { givenFederation } from './given/federation.ts'
import { toSearch } from './to-search.ts'

describe('Searching a saved federation', () => {
  test('CON-02 its practices are asked in their order, and its filter is used', async () => {
    // Given
    const slots = [givenSlot({ id: 'ten' }), givenSlot({ id: 'twenty', end: '2026-03-02T09:20:00+00:00' })]
    const { spine, asker } = givenSpine({ practices: { B86013: givenPractice({ slots }), B86014: givenPractice({ slots }) } })
    const federation = givenFederation({ defaultFilter: { minutes: 20 } })
    // When
    const search = { ...toSearch(federation), from: '2026-03-02', to: '2026-03-08', deadlineMs: 5000 }
    const found = new Map<string, string[]>()
    for await (const { practice, outcome } of findFreeSlotsAcross(spine, asker, search)) {
      found.set(practice.name, outcome.kind === 'offers' ? outcome.offers.map(({ slotId }) => slotId) : [outcome.kind])
    }
    // Then
    assert.deepEqual(Object.fromEntries(found), { 'The Surgery': ['twenty'], 'The Other One': ['twenty'] })
    const asked: string[] = []
    for await (const update of watchFreeSlotsAcross(spine, asker, { ...search, atOnce: 1 })) {
      if (update.state === 'answered') asked.push(update.practice.odsCode)
    }
    assert.deepEqual(asked, ['B86013', 'B86014'])
  })

  test('its filter is one for offers that are there already', () => {
    const { defaultFilter } = givenFederation({ defaultFilter: { deliveryChannel: 'Telephone' } })
    const byTelephone = givenOffer({ deliveryChannel: 'Telephone' })
    assert.deepEqual(filterOffers([givenOffer(), byTelephone], defaultFilter), [byTelephone])
  })

  test('what the user asks for stands in for the default, part by part', () => {
    const defaultFilter = { deliveryChannel: 'Telephone', weekdays: ['sunday'], minutes: 20 }
    const federation = givenFederation({ defaultFilter })
    const { practices } = federation
    assert.deepEqual(toSearch(federation, { deliveryChannel: '', weekdays: undefined, minutes: 10 }), {
      deliveryChannel: '',
      weekdays: ['sunday'],
      minutes: 10,
      federation: practices,
    })
  })
})
