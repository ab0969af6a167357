import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkShape } from './check-shape.ts'
import type { ResourceType } from './types.ts'

/** Path and message of each fault, in a line each. */
const faultsOf = (type: ResourceType, elements: object) =>
  checkShape({ resourceType: type, ...elements }, type).map(({ path, message }) => `${path} ${message}`)

const appointment = (changes: object) =>
  faultsOf('Appointment', {
    status: 'booked',
    start: '2026-03-02T09:00:00+00:00',
    end: '2026-03-02T09:10:00+00:00',
    participant: [{ actor: { reference: 'Patient/1' }, status: 'accepted' }],
    ...changes,
  })

const organization = { resourceType: 'Organization', id: 'org', name: 'Hub' }
const managedBy = (reference: string) => ({ managingOrganization: { reference } })

describe('The rules of STU3 itself', () => {
  test('GEN-20 app-1, app-2, app-3 an appointment has participants who are somebody, and both times', () => {
    assert.deepEqual(appointment({}), [])
    assert.deepEqual(appointment({ participant: [{ status: 'accepted' }] }), [
      'Appointment.participant[0] expected a type or an actor (app-1)',
    ])
    assert.deepEqual(appointment({ end: undefined }), ['Appointment expected both start and end, or neither (app-2)'])
    assert.deepEqual(appointment({ start: undefined, end: undefined }), [
      'Appointment expected start and end, unless the status is proposed or cancelled (app-3)',
    ])
    assert.deepEqual(appointment({ start: undefined, end: undefined, status: 'proposed' }), [])
  })

  test('GEN-20 per-1 a period does not end before it starts', () => {
    const period = (start: string, end: string) =>
      faultsOf('Schedule', { actor: [{ reference: 'Location/1' }], planningHorizon: { start, end } })
    const fault = ['Schedule.planningHorizon expected an end that is not before the start (per-1)']

    assert.deepEqual(period('2026-03-02', '2026-03-01'), fault)
    assert.deepEqual(period('2026-03-02T09:00:00+01:00', '2026-03-02T07:59:59+00:00'), fault)
    assert.deepEqual(period('2026-03-04T09:00:00+00:00', '2026-03-02'), fault)
    assert.deepEqual(period('2026-03-02T09:00:00+01:00', '2026-03-02T08:00:00+00:00'), [])
    assert.deepEqual(period('2026-03-02T09:00:00+00:00', '2026-03-02'), [])
    assert.deepEqual(period('2026-03-02', '2026-03-01T23:30:00-01:00'), [])
    assert.deepEqual(period('2026-03-02', '2026'), [])
    assert.deepEqual(period('2026-03', '2025-12-31'), fault)
  })

  test('GEN-20 cpt-2, att-1 a contact value says by what means, an attachment what it is', () => {
    assert.deepEqual(faultsOf('Patient', { telecom: [{ value: '0113 496 0000' }] }), [
      'Patient.telecom[0] expected a system beside the value (cpt-2)',
    ])
    assert.deepEqual(faultsOf('Patient', { photo: [{ data: 'TWFu' }] }), [
      'Patient.photo[0] expected a contentType beside the data (att-1)',
    ])
  })

  test('GEN-20 ext-1 an extension has one value or extensions, not both, not neither', () => {
    const extended = (extension: object) => faultsOf('Patient', { extension: [{ url: 'urn:x', ...extension }] })
    const fault = ['Patient.extension[0] expected either one value[x] or nested extensions (ext-1)']

    assert.deepEqual(extended({ valueCode: 'Telephone' }), [])
    assert.deepEqual(extended({ extension: [{ url: 'language', valueString: 'en' }] }), [])
    assert.deepEqual(extended({ valueTiming: { repeat: { boundsPeriod: { start: '2026' }, dayOfWeek: ['mon'] } } }), [])
    assert.deepEqual(extended({}), fault)
    assert.deepEqual(extended({ valueCode: 'x', extension: [{ url: 'y', valueCode: 'x' }] }), fault)
    assert.deepEqual(extended({ valueCode: 'x', valueString: 'y' }), ['Patient.extension[0].valueString expected only one value[x]'])
    assert.deepEqual(faultsOf('Patient', { extension: [{ valueCode: 'x' }] }), [
      'Patient.extension[0].url expected a value: url is mandatory',
    ])
  })

  test('REG-01 inv-1 a parameter holds one of value, resource and parts', () => {
    const parameter = (content: object) => faultsOf('Parameters', { parameter: [{ name: 'registerPatient', ...content }] })
    const fault = ['Parameters.parameter[0] expected one of value[x], resource and part (inv-1)']

    assert.deepEqual(parameter({ resource: { resourceType: 'Patient' } }), [])
    assert.deepEqual(parameter({ part: [{ name: 'x', valueString: 'y' }] }), [])
    assert.deepEqual(parameter({}), fault)
    assert.deepEqual(parameter({ valueString: 'x', resource: { resourceType: 'Patient' } }), fault)
  })

  test('GEN-20 pat-1 a contact person can be reached', () => {
    assert.deepEqual(faultsOf('Patient', { contact: [{ gender: 'female' }] }), [
      'Patient.contact[0] expected a name, telecom, address or organization (pat-1)',
    ])
  })

  test('GEN-20 org-1, org-2, org-3 an organisation is named, and has no home', () => {
    assert.deepEqual(faultsOf('Organization', { active: true }), ['Organization expected an identifier or a name (org-1)'])
    assert.deepEqual(
      faultsOf('Organization', {
        name: 'Hub',
        telecom: [{ system: 'phone', value: '1', use: 'home' }],
        address: [{ city: 'Leeds', use: 'home' }],
      }),
      [
        'Organization.address[0].use expected any use but home for an organisation (org-2)',
        'Organization.telecom[0].use expected any use but home for an organisation (org-3)',
      ],
    )
  })

  test('APT-01 dom-3, ref-1 what is contained is referred to, and what is referred to is contained', () => {
    assert.deepEqual(faultsOf('Patient', { contained: [organization], ...managedBy('#org') }), [])
    assert.deepEqual(faultsOf('Patient', { contained: [organization], ...managedBy('Organization/org') }), [
      'Patient.contained[0] expected an id that a reference in the same resource points to (dom-3)',
    ])
    assert.deepEqual(faultsOf('Patient', managedBy('#org')), [
      'Patient.managingOrganization.reference expected the id of a contained resource after # (ref-1)',
    ])
    assert.deepEqual(faultsOf('Patient', { contained: [organization, organization], ...managedBy('#org') }), [
      'Patient.contained[1].id expected an id that no other contained resource has',
    ])
  })

  test('APT-01 dom-1, dom-2, dom-4 a contained resource has no narrative, version or contents of its own', () => {
    const contained = {
      ...organization,
      meta: { versionId: '1', lastUpdated: '2026-03-02T09:00:00+00:00' },
      text: { status: 'generated', div: '<div>Hub</div>' },
      contained: [{ resourceType: 'Location', id: 'place' }],
      extension: [{ url: 'urn:x', valueReference: { reference: '#place' } }],
    }
    assert.deepEqual(faultsOf('Patient', { contained: [contained], ...managedBy('#org') }), [
      'Patient.contained[0].text expected no text in a contained resource (dom-1)',
      'Patient.contained[0].contained expected no contained in a contained resource (dom-2)',
      'Patient.contained[0].meta.versionId expected no meta.versionId in a contained resource (dom-4)',
      'Patient.contained[0].meta.lastUpdated expected no meta.lastUpdated in a contained resource (dom-4)',
    ])
  })

  test('GEN-20 each resource of a bundle has references of its own', () => {
    const entry = [
      { resource: { resourceType: 'Patient', contained: [organization], ...managedBy('#org') } },
      { resource: { resourceType: 'Patient', ...managedBy('#org') } },
    ]
    assert.deepEqual(faultsOf('Bundle', { type: 'searchset', entry }), [
      'Bundle.entry[1].resource.managingOrganization.reference expected the id of a contained resource after # (ref-1)',
    ])
  })
})
