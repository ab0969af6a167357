import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runMutants } from './run-mutants.ts'
import { WAYS } from './ways/all.ts'

/** Of headers, tokens, searches, bookings and cancellations one each; `npm run mutants` has them all. */
const FEW = ['any-interaction', 'expired-token-taken', 'no-filter-sees-all', 'gap-booked', 'slots-not-released']

describe('The judge, of a copy of our provider', () => {
  test('catches a few ways of breaking it', async () => {
    const chosen = WAYS.filter(({ id }) => FEW.includes(id))
    assert.equal(chosen.length, FEW.length)
    // As it is, it is judged beside this.
    const { outcomes } = await runMutants(chosen, { jobs: 2, asItIs: false })
    assert.deepEqual(
      outcomes.flatMap(({ mutant, problem }) => (problem === undefined ? [] : [`${mutant.id}: ${problem}`])),
      [],
    )
    assert.equal(outcomes.length, FEW.length)
  })

  test('finds no fault in one that is not broken, nor takes one that does not start for caught', async () => {
    // Given
    const [way] = WAYS.filter(({ id }) => id === 'location-without-organisation')
    assert.ok(way)
    const harmless = { ...way, id: 'harmless', replace: `${way.search}    // As before.\n` }
    const stillborn = { ...way, id: 'stillborn', replace: '(' }
    // When
    const { unbroken, outcomes } = await runMutants([harmless, stillborn], { jobs: 1 })
    // Then
    const [survivor, broken] = outcomes
    assert.deepEqual(unbroken, [])
    assert.match(survivor?.problem ?? '', /^survives \d+ scenarios$/)
    assert.match(broken?.problem ?? '', /^ended without a verdict/)
  })
})
