import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openSession, parseNhsNumber } from '../../src/consumer/index.ts'
import { givenWorld } from '../given/world.ts'

const NEWCOMER = '9990000018'

describe('PDS with an expired certificate', () => {
  test('SEC-01 REG-02 a provider that is to register somebody does not trust it: nobody is registered, and nothing booked', async (t) => {
    // Given a consumer that has its connections already, and a patient whom the practice does not have
    const names = [{ use: 'usual' as const, family: 'Example', given: ['Pat'] }]
    const people = [{ nhsNumber: NEWCOMER, names, gender: 'female' as const, birthDate: '1980-04-05' }]
    const world = await givenWorld(t, { practices: [{ slots: ['2026-03-02T09:00'] }], people, tls: {} })
    const [practice, nhsNumber] = [world.practices[0], parseNhsNumber(NEWCOMER)]
    assert.ok(practice && nhsNumber)
    const opened = await openSession(world.deps, { ...world.asker, nhsNumber, practice: practice.odsCode })
    assert.ok(opened.kind === 'open', JSON.stringify(opened))
    const found = await opened.session.findFreeSlots({ from: '2026-03-02', to: '2026-03-08' })
    assert.ok(found.kind === 'offers' && found.offers[0])

    // When
    world.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'expired-certificate' } }] })
    const outcome = await opened.session.book(found.offers[0], { description: 'Sore throat' })

    // Then a practice that failed may have registered them nevertheless, for all that the consumer can tell
    assert.ok(outcome.kind === 'registration-uncertain', JSON.stringify(outcome))
    assert.deepEqual([outcome.because.step, outcome.because.by], ['register the patient', 'provider'], JSON.stringify(outcome))
    world.faults.replace({ kind: 'faults', seed: 1, rules: [] })
    const patient = await opened.session.findPatient()
    assert.equal(patient.kind, 'no-record', JSON.stringify(patient))
  })
})
