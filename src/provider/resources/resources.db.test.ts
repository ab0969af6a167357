import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { bookingOf } from '../../../test/given/booking.ts'
import {
  type GivenPractice,
  givenPatient,
  givenPractice,
  PATIENT,
  practiceSlot,
  type Reply,
  SCHEDULE,
  spineCode,
} from '../../../test/given/practice.ts'
import { checkShape } from '../../fhir/check-shape.ts'
import { isResourceType } from '../../fhir/types.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import { INTERACTIONS } from '../interactions.ts'

const NINE = '2026-03-02T09:00'
const SEARCH =
  '/Slot?start=ge2026-03-02&end=le2026-03-08&status=free&_include=Slot:schedule&_include:recurse=Schedule:actor:Practitioner&_include:recurse=Schedule:actor:Location'

/** A practice of which everything is known that a practice file can say, and an answer of each kind. */
async function givenEverything(t: TestContext): Promise<{ practice: GivenPractice; replies: Reply[] }> {
  const phone = [{ system: 'phone' as const, value: '0113 496 0001', use: 'home' as const }]
  const address = {
    use: 'home' as const,
    lines: ['2 Low Road', 'Shadwell'],
    city: 'Leeds',
    district: 'West Yorkshire',
    postalCode: 'LS1 6AE',
    country: 'GBR',
  }
  const patient = givenPatient(PATIENT, {
    prefix: ['Mrs'],
    telecom: phone,
    addresses: [address],
    contacts: [{ relationship: 'Mother', family: 'Example', given: ['Mo'], telecom: phone }],
    language: 'en',
    interpreterRequired: false,
    preferredBranch: 'branch',
    generalPractitioner: 'patel',
  })
  const practice = await givenPractice(t, {
    file: {
      telecom: phone,
      address,
      locations: [
        { key: 'main', name: 'Main Surgery', telecom: phone, address },
        { key: 'branch', name: 'Branch Surgery', telecom: phone, address },
      ],
      practitioners: [
        {
          key: 'patel',
          sdsUserId: '555000111222',
          sdsRoleProfileIds: ['1', '2'],
          family: 'Patel',
          given: ['Asha'],
          prefix: ['Dr'],
          gender: 'female',
          languages: ['en', 'pa'],
        },
      ],
      patients: [patient],
      schedules: [
        { ...SCHEDULE, slots: [practiceSlot(NINE), practiceSlot('2026-03-02T10:00')] },
        { ...SCHEDULE, key: 'branch-session', location: 'branch', slots: [practiceSlot('2026-03-02T11:00')] },
      ],
    },
  })
  const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [NINE], { comment: 'Text' }) })
  const replies = [
    booked,
    await practice.call('readMetadata', '/metadata'),
    await practice.call('searchFreeSlots', SEARCH),
    await practice.call('findPatient', `/Patient?identifier=${SYSTEMS.nhsNumber}|${PATIENT}`),
    await practice.call('readPatient', `/Patient/${practice.patients[PATIENT]}`),
    await practice.call('readPractitioner', `/Practitioner/${practice.practitioners.patel}`),
    await practice.call('readOrganization', `/Organization/${practice.organisationId}`),
    await practice.call('readLocation', `/Location/${practice.locations.branch}`),
    await practice.call('retrieveAppointments', `/Patient/${practice.patients[PATIENT]}/Appointment?start=ge2026-03-02&start=le2026-03-08`),
    await practice.call('readLocation', '/Location/unknown'),
  ]
  return { practice, replies }
}

/** Every object in the answer, with the name it goes by. */
// biome-ignore lint/suspicious/noExplicitAny: read as a consumer's developer would, by looking
function objectsIn(value: any, name = ''): { name: string; value: any }[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => objectsIn(item, name))
  return [{ name, value }, ...Object.entries(value).flatMap(([key, item]) => objectsIn(item, key))]
}

describe('Every answer', () => {
  test('GEN-11 is valid STU3, populated, without narrative', async (t) => {
    const { replies } = await givenEverything(t)
    for (const { body } of replies) {
      assert.ok(isResourceType(body.resourceType))
      assert.deepEqual(checkShape(body, body.resourceType), [], body.resourceType)
      for (const { value } of objectsIn(body)) assert.ok(!('div' in value), 'no narrative')
    }
  })

  test('GEN-06 GEN-16 each resource has id, version and one profile; what is contained has no version', async (t) => {
    const { replies } = await givenEverything(t)
    for (const { body } of replies) {
      for (const { name, value } of objectsIn(body).filter((one) => 'resourceType' in one.value)) {
        if (['Bundle', 'OperationOutcome', 'CapabilityStatement'].includes(value.resourceType)) continue
        assert.match(value.id, /^[A-Za-z0-9\-.]{1,64}$/)
        assert.equal(value.meta.profile.length, 1)
        assert.equal('versionId' in value.meta, name !== 'contained', value.resourceType)
      }
    }
  })

  test('GEN-10 GEN-17 refers by type and id, and populates no fullUrl', async (t) => {
    const { replies } = await givenEverything(t)
    for (const { body } of replies.filter(({ body }) => body.resourceType !== 'CapabilityStatement')) {
      for (const { value } of objectsIn(body)) {
        assert.ok(!('fullUrl' in value))
        if (typeof value.reference === 'string') assert.match(value.reference, /^(#\d+|[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/)
      }
    }
  })

  test('GEN-09 gives moments in local time with their offset', async (t) => {
    const { replies } = await givenEverything(t)
    const moments = replies.flatMap(({ text }) => text.match(/"\d{4}-\d{2}-\d{2}T[^"]*"/g) ?? [])
    assert.ok(moments.length > 10)
    for (const moment of moments) assert.match(moment, /T\d{2}:\d{2}:\d{2}\+0[01]:00"$/)
  })

  test('GEN-13 addresses have no text, and use and ContactPoint.use are for people', async (t) => {
    const { replies } = await givenEverything(t)
    const resources = replies.flatMap(({ body }) =>
      objectsIn(body)
        .filter(({ value }) => 'resourceType' in value)
        .map(({ value }) => value),
    )
    for (const resource of resources.filter(({ resourceType }) => ['Patient', 'Organization', 'Location'].includes(resourceType))) {
      const isPerson = resource.resourceType === 'Patient'
      for (const { name, value } of objectsIn({ ...resource, contact: undefined })) {
        if (name === 'address') {
          assert.deepEqual(Object.keys(value).sort(), ['city', 'country', 'district', 'line', 'postalCode', ...(isPerson ? ['use'] : [])])
        }
        if (name === 'telecom' && !(resource.resourceType === 'Organization' && resource.id === '1')) {
          assert.deepEqual(Object.keys(value).sort(), ['system', ...(isPerson ? ['use'] : []), 'value'])
        }
      }
    }
    const patient = resources.find(({ resourceType }) => resourceType === 'Patient')
    assert.deepEqual(patient.contact[0].relationship, [{ text: 'Mother' }])
  })

  test('PAT-05 ORG-02 nothing is populated that must not be', async (t) => {
    const { replies } = await givenEverything(t)
    const never = {
      Patient: ['maritalStatus', 'multipleBirthBoolean', 'photo', 'communication', 'animal', 'link', 'text'],
      Practitioner: ['telecom', 'address', 'birthDate', 'photo', 'qualification', 'communication'],
      Organization: ['contact', 'endpoint', 'partOf'],
      Location: ['endpoint', 'mode'],
      Slot: ['specialty', 'comment', 'serviceCategory', 'appointmentType'],
      Schedule: ['specialty', 'comment', 'active', 'serviceType'],
      Appointment: ['reason', 'specialty', 'appointmentType', 'indication'],
    }
    const resources = replies.flatMap(({ body }) =>
      objectsIn(body)
        .filter(({ value }) => 'resourceType' in value)
        .map(({ value }) => value),
    )
    for (const [type, names] of Object.entries(never)) {
      const own = resources.filter(({ resourceType }) => resourceType === type)
      assert.ok(own.length > 0, type)
      for (const resource of own) for (const name of names) assert.ok(!(name in resource), `${type}.${name}`)
    }
    assert.doesNotMatch(JSON.stringify(resources), /registrationStatus|ethnicCategory|EthnicCategory|ReligiousAffiliation/)
  })

  test('ORG-03 of a practice with a branch there is one Organization and two Locations, and each slot says which', async (t) => {
    const { practice, replies } = await givenEverything(t)
    const search = replies[2]?.body.entry.map((entry: { resource: object }) => entry.resource) as {
      resourceType: string
      id: string
      actor: { reference: string }[]
    }[]
    const ofType = (type: string) => search.filter(({ resourceType }) => resourceType === type)
    assert.equal(ofType('Organization').length, 1)
    assert.deepEqual(
      ofType('Location')
        .map(({ id }) => id)
        .sort(),
      [practice.locations.main, practice.locations.branch].sort(),
    )
    const places = ofType('Schedule').map(({ actor }) => actor[0]?.reference)
    assert.deepEqual(places.toSorted(), [`Location/${practice.locations.main}`, `Location/${practice.locations.branch}`].toSorted())
  })

  test('GEN-15 what cannot be built validly from stored data is 500 with diagnostics, the whole Bundle too', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    await practice.db.query("update schedule set practitioner_role = 'nonsense' where ods_code = $1", [practice.odsCode])
    const reply = await practice.call('searchFreeSlots', SEARCH)
    assert.deepEqual([reply.status, spineCode(reply)], [500, 'INTERNAL_SERVER_ERROR'])
    assert.ok(reply.body.issue[0].diagnostics)
  })

  test('ERR-04 every refusal says what is wrong', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    const refusals = [
      await practice.call('bookAppointment', '/Appointment', { body: { resourceType: 'Appointment' } }),
      await practice.call('bookAppointment', '/Appointment', { body: '{' }),
      await practice.call('searchFreeSlots', '/Slot'),
      await practice.call('searchFreeSlots', SEARCH.replace('ge', 'xx')),
      await practice.call('readPatient', '/Patient/unknown'),
    ]
    for (const { body, status } of refusals) {
      assert.ok(status >= 400)
      assert.ok(body.issue[0].diagnostics.length > 10)
      assert.equal(body.issue[0].details.coding.length, 1)
    }
  })

  test('APT-14 INT-01 there is no way to reschedule: a PUT under neither interaction id is refused', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    const reply = await practice.call('amendAppointment', '/Appointment/1', {
      body: {},
      headers: { 'ssp-interactionid': 'urn:nhs:names:services:gpconnect:fhir:rest:reschedule:appointment-1' },
    })
    assert.deepEqual([reply.status, spineCode(reply)], [400, 'BAD_REQUEST'])
    assert.ok(!Object.keys(INTERACTIONS).some((name) => name.startsWith('reschedule')))
  })
})
