import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { checkShape } from './check-shape.ts'
import { isJsonObject } from './json-object.ts'
import type { Appointment } from './types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from './urls.ts'

const booking = (): Appointment => ({
  resourceType: 'Appointment',
  meta: { profile: [PROFILES.Appointment] },
  contained: [
    {
      resourceType: 'Organization',
      id: 'booker',
      identifier: [{ system: SYSTEMS.odsOrganisationCode, value: 'B30012' }],
      name: 'Leeds Hub',
      telecom: [{ system: 'phone', value: '0113 496 0000', rank: 1 }],
    },
  ],
  extension: [{ url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#booker' } }],
  status: 'booked',
  description: 'Blood pressure check',
  start: '2026-03-02T09:00:00+00:00',
  end: '2026-03-02T09:10:00+00:00',
  minutesDuration: 10,
  slot: [{ reference: 'Slot/1' }],
  created: '2026-03-01T12:00:00+00:00',
  participant: [
    { actor: { reference: 'Patient/1' }, status: 'accepted' },
    { actor: { reference: 'Location/2' }, status: 'accepted' },
  ],
})

/** The paths of the faults in a booking with some elements replaced. */
const faultPaths = (changes: object) => checkShape({ ...booking(), ...changes }, 'Appointment').map(({ path }) => path)

type Place = { path: string; holder: { [key: string | number]: unknown }; key: string | number; value: unknown }

/** Every value within a JSON value, with its path and what holds it. */
function placesIn(value: unknown, path: string): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Place['holder']
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap((key) => {
    const childPath = typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}`
    return [{ path: childPath, holder, key, value: holder[key] }, ...placesIn(holder[key], childPath)]
  })
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value)

describe('The STU3 shape of a resource', () => {
  test('GEN-20 a resource that follows STU3 has no faults', () => {
    assert.deepEqual(checkShape(booking(), 'Appointment'), [])
  })

  test('GEN-20 every fault is reported, each with its path and what was expected', () => {
    // Given a booking with three faults far apart
    const body = { ...booking(), status: 'Booked', nonsense: 1, participant: [{ actor: { reference: 'Patient/1' } }] }

    // When
    const faults = checkShape(body, 'Appointment')

    // Then
    assert.deepEqual(faults, [
      {
        path: 'Appointment.status',
        message: 'expected one of proposed, pending, booked, arrived, fulfilled, cancelled, noshow, entered-in-error',
      },
      { path: 'Appointment.participant[0].status', message: 'expected a value: status is mandatory' },
      { path: 'Appointment.nonsense', message: 'expected only elements that STU3 defines for Appointment' },
    ])
  })

  test('GEN-20 elements of R4 and of other types are unknown', () => {
    assert.deepEqual(faultPaths({ cancelationReason: {} }), ['Appointment.cancelationReason'])
    assert.deepEqual(faultPaths({ slot: [{ reference: 'Slot/1', type: 'Slot' }] }), ['Appointment.slot[0].type'])
    assert.deepEqual(faultPaths({ serviceCategory: { resourceType: 'CodeableConcept', text: 'x' } }), [
      'Appointment.serviceCategory.resourceType',
    ])
  })

  test('GEN-20 a list is an array even of one item, and a single value is never an array', () => {
    assert.deepEqual(faultPaths({ slot: { reference: 'Slot/1' } }), ['Appointment.slot'])
    assert.deepEqual(faultPaths({ serviceCategory: [{ text: 'Morning' }] }), ['Appointment.serviceCategory'])
    assert.deepEqual(faultPaths({ status: ['booked'] }), ['Appointment.status'])
  })

  test('GEN-20 nothing is empty and nothing is null', () => {
    assert.deepEqual(faultPaths({ slot: [] }), ['Appointment.slot'])
    assert.deepEqual(faultPaths({ serviceCategory: {} }), ['Appointment.serviceCategory'])
    assert.deepEqual(faultPaths({ serviceCategory: { id: 'a' } }), ['Appointment.serviceCategory'])
    assert.deepEqual(faultPaths({ comment: '' }), ['Appointment.comment'])
    assert.deepEqual(faultPaths({ comment: null, slot: [null] }).sort(), ['Appointment.comment', 'Appointment.slot[0]'])
  })

  test('GEN-20 another type of resource is reported as such, and only so', () => {
    assert.deepEqual(checkShape(booking(), 'Slot'), [{ path: 'Slot.resourceType', message: 'expected Slot' }])
    assert.deepEqual(checkShape({}, 'Slot'), [{ path: 'Slot.resourceType', message: 'expected Slot' }])
  })

  test('GEN-20 a resource within another is checked, and is of a type that GP Connect uses', () => {
    const parameters = (resource: unknown) => ({ resourceType: 'Parameters', parameter: [{ name: 'registerPatient', resource }] })
    const paths = (resource: unknown) => checkShape(parameters(resource), 'Parameters').map(({ path }) => path)

    assert.deepEqual(paths({ resourceType: 'Patient', birthDate: '1952-05-31' }), [])
    assert.deepEqual(paths({ resourceType: 'Patient', birthDate: '1952-02-30' }), ['Parameters.parameter[0].resource.birthDate'])
    assert.deepEqual(paths({ resourceType: 'Medication' }), ['Parameters.parameter[0].resource.resourceType'])
    assert.deepEqual(paths('Patient'), ['Parameters.parameter[0].resource'])
  })

  test('GEN-20 of a choice only one type is sent', () => {
    const patient = (changes: object) => checkShape({ resourceType: 'Patient', ...changes }, 'Patient').map(({ path }) => path)

    assert.deepEqual(patient({ deceasedBoolean: true }), [])
    assert.deepEqual(patient({ deceasedDateTime: '2026', _deceasedDateTime: { id: 'a' } }), [])
    assert.deepEqual(patient({ deceasedBoolean: true, deceasedDateTime: '2026' }), ['Patient.deceasedDateTime'])
    assert.deepEqual(patient({ deceasedString: 'yes', deceased: true }), ['Patient.deceasedString', 'Patient.deceased'])
  })

  test('GEN-20 the `_` sibling of a primitive holds an id or extensions', () => {
    const extension = [{ url: 'urn:x', valueString: 'why' }]

    assert.deepEqual(faultPaths({ _comment: { extension } }), [])
    assert.deepEqual(faultPaths({ comment: 'x', _comment: { id: 'a' } }), [])
    assert.deepEqual(faultPaths({ _comment: { id: 'a' } }), ['Appointment._comment'])
    assert.deepEqual(faultPaths({ comment: 'x', _comment: {} }), ['Appointment._comment'])
    assert.deepEqual(faultPaths({ comment: 'x', _comment: 'y' }), ['Appointment._comment'])
    assert.deepEqual(faultPaths({ _slot: [{ extension }] }), ['Appointment._slot'])
    assert.deepEqual(faultPaths({ status: undefined, _status: { extension } }), ['Appointment.status'])
  })

  test('GEN-20 null stands in a list of primitives only where the sibling list has an extension', () => {
    const patient = (name: object) => checkShape({ resourceType: 'Patient', name: [name] }, 'Patient').map(({ path }) => path)
    const absent = { extension: [{ url: 'urn:absent', valueCode: 'unknown' }] }

    assert.deepEqual(patient({ given: [null, 'Jane'], _given: [absent, null] }), [])
    assert.deepEqual(patient({ _given: [absent] }), [])
    assert.deepEqual(patient({ given: [null, 'Jane'] }), ['Patient.name[0].given[0]'])
    assert.deepEqual(patient({ given: ['Jane', null], _given: [null, null] }).sort(), [
      'Patient.name[0]._given[1]',
      'Patient.name[0].given[1]',
    ])
    assert.deepEqual(patient({ given: ['Jane'], _given: [null, absent] }), ['Patient.name[0]._given'])
    assert.deepEqual(patient({ given: ['Jane'], _given: absent }), ['Patient.name[0]._given'])
  })

  test('GEN-20 a key is repeated in a path only if it could be the name of an element', () => {
    assert.deepEqual(faultPaths({ 'Jane Smith': 1 }), ['Appointment.?'])
    assert.deepEqual(faultPaths(JSON.parse('{"__proto__": {"status": "booked"}, "toString": 1}')), [
      'Appointment.?',
      'Appointment.toString',
    ])
  })

  test('GEN-20 any JSON value gets an answer, however deep', () => {
    let deep: unknown = { url: 'urn:x', valueString: 'x' }
    for (let depth = 0; depth < 20_000; depth += 1) deep = { url: 'urn:x', extension: [deep] }
    assert.deepEqual(faultPaths({ extension: [deep, ...(booking().extension ?? [])] }).length, 1)

    fc.assert(fc.property(fc.jsonValue(), (value) => checkShape(value, 'Appointment').length > 0))
  })

  test('GEN-20 any JSON value in the place of any part gets an answer that repeats none of it', () => {
    const places = placesIn(booking(), 'Appointment')
    fc.assert(
      fc.property(fc.nat(places.length - 1), fc.jsonValue(), fc.nat(3), (at, junk, wrapping) => {
        // Given a patient's number somewhere in the body
        const secret = '9990000018'
        const body = booking()
        const place = placesIn(body, 'Appointment')[at]
        assert.ok(place)
        place.holder[place.key] = [`${secret} `, [secret, junk], { [secret]: junk }, { text: secret, junk }][wrapping]

        // When
        const faults = checkShape(body, 'Appointment')

        // Then
        assert.ok(!JSON.stringify(faults).includes(secret))
      }),
    )
  })

  test('GEN-20 a part replaced by another kind of JSON is a fault at its place', () => {
    const kinds: unknown[] = ['text', 1, true, null, [], [null], {}, { id: 'x' }]
    for (const [at] of placesIn(booking(), 'Appointment').entries()) {
      for (const kind of kinds) {
        // Given
        const body = booking()
        const place = placesIn(body, 'Appointment')[at]
        assert.ok(place)
        if (kindOf(kind) === kindOf(place.value) && !isJsonObject(kind) && !Array.isArray(kind)) continue
        place.holder[place.key] = kind

        // When
        const faults = checkShape(body, 'Appointment')

        // Then
        assert.ok(
          faults.some(({ path }) => path.startsWith(place.path)),
          `${place.path} as ${JSON.stringify(kind)}`,
        )
      }
    }
  })

  test('GEN-20 a body of nothing but faults gets a bounded answer', () => {
    assert.equal(checkShape({ ...booking(), participant: Array(50_000).fill(1) }, 'Appointment').length, 1000)
  })
})
