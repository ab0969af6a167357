import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { resolveReference, resourcesOf, searchset } from './bundle.ts'
import { checkShape } from './check-shape.ts'
import type { Appointment, Location, Schedule, Slot } from './types.ts'
import { PROFILES } from './urls.ts'

const slot: Slot = {
  resourceType: 'Slot',
  id: '14',
  schedule: { reference: 'Schedule/14' },
  status: 'free',
  start: '2026-03-02T09:00:00+00:00',
  end: '2026-03-02T09:10:00+00:00',
}
const schedule: Schedule = { resourceType: 'Schedule', id: '14', actor: [{ reference: 'Location/2' }] }
const location: Location = { resourceType: 'Location', id: '2' }

describe('A searchset Bundle', () => {
  test('GEN-17 carries meta, type and entry only', () => {
    const bundle = searchset([slot, schedule])
    assert.deepEqual(bundle, {
      resourceType: 'Bundle',
      meta: { profile: [PROFILES.Bundle] },
      type: 'searchset',
      entry: [{ resource: slot }, { resource: schedule }],
    })
    assert.deepEqual(checkShape(bundle, 'Bundle'), [])
  })

  test('GEN-17 an empty result has no entry', () => {
    assert.deepEqual(searchset([], { profile: 'urn:other' }), {
      resourceType: 'Bundle',
      meta: { profile: ['urn:other'] },
      type: 'searchset',
    })
  })
})

describe('Reading a Bundle', () => {
  test('CON-11 a reference is resolved by type and id, relative or absolute, with or without a version', () => {
    const bundle = searchset([slot, schedule, location])

    assert.equal(resolveReference(bundle, slot.schedule, 'Schedule'), schedule)
    for (const reference of ['https://a.nhs.uk/A20047/STU3/1/gpconnect/Schedule/14', 'Schedule/14/_history/3']) {
      assert.equal(resolveReference(bundle, { reference }, 'Schedule'), schedule)
    }
  })

  test('CON-11 nothing is found for another type, an unknown id or no reference', () => {
    const bundle = searchset([slot, schedule])

    assert.equal(resolveReference(bundle, slot.schedule, 'Location'), undefined)
    for (const reference of ['Schedule/15', '14', '', '/', 'Schedule/', '#14', 'urn:uuid:14']) {
      assert.equal(resolveReference(bundle, { reference }, 'Schedule'), undefined, reference)
    }
    assert.equal(resolveReference(bundle, undefined, 'Schedule'), undefined)
    assert.equal(resolveReference(bundle, { display: 'Morning' }, 'Schedule'), undefined)
  })

  test('CON-11 fullUrl plays no part', () => {
    const bundle = searchset([])
    bundle.entry = [{ fullUrl: 'https://a.nhs.uk/Schedule/14', resource: { ...schedule, id: '99' } }, { resource: schedule }]
    assert.equal(resolveReference(bundle, slot.schedule, 'Schedule'), schedule)
  })

  test('CON-11 a local reference is resolved within its own resource', () => {
    const appointment = (name: string): Appointment => ({
      resourceType: 'Appointment',
      contained: [
        { resourceType: 'Location', id: '1' },
        { resourceType: 'Organization', id: '1', name },
      ],
      status: 'booked',
      participant: [{ status: 'accepted' }],
    })
    const [first, second] = [appointment('Hub'), appointment('Practice')]

    assert.equal(resolveReference(first, { reference: '#1' }, 'Organization')?.name, 'Hub')
    assert.equal(resolveReference(second, { reference: '#1' }, 'Organization')?.name, 'Practice')
    assert.equal(resolveReference(searchset([first, second]), { reference: '#1' }, 'Organization'), undefined)
    assert.equal(resolveReference(first, { reference: '#2' }, 'Organization'), undefined)
  })

  test('CON-11 entries that are not understood are passed over', () => {
    const bundle = {
      resourceType: 'Bundle',
      entry: [
        { resource: slot },
        null,
        7,
        {},
        { resource: null },
        { resource: [slot] },
        { resource: { resourceType: 'Flag' } },
        { resource: schedule },
      ],
    }
    assert.deepEqual(resourcesOf(bundle, 'Slot'), [slot])
    fc.assert(
      fc.property(fc.jsonValue(), (value) => resourcesOf(value, 'Slot').length === 0 && resourcesOf({ entry: value }, 'Slot').length === 0),
    )
  })
})
