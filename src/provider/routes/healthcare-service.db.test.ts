import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { bookingOf } from '../../../test/given/booking.ts'
import {
  type GivenPractice,
  givenPractice,
  PATIENT,
  practiceSlot,
  type Reply,
  SCHEDULE,
  SWITCHED_ON,
  spineCode,
} from '../../../test/given/practice.ts'
import { changeSettings } from '../../appointments/control/change-settings.ts'
import { changeSupplierSwitch } from '../../appointments/control/change-supplier-switch.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'

const SEARCH = '/Slot?start=ge2026-03-02&end=le2026-03-08&status=free&_include=Slot:schedule'
const INCLUDE = '&_include:recurse=Schedule:actor:HealthcareService'
const service = (id: string) => `&service.identifier=${SYSTEMS.dosServiceId}|${id}`

const deps = (practice: GivenPractice) => ({ db: practice.db, now: () => practice.now, newId: randomUUID })

/** Two services, one schedule of each, and one of neither. */
async function givenServices(t: TestContext, filtering: 'supplier-disabled' | 'organization-disabled' | 'enabled'): Promise<GivenPractice> {
  const practice = await givenPractice(t, {
    file: {
      settings: SWITCHED_ON,
      services: [
        { key: 'surgery', dosServiceId: '1000000123', name: 'West Road Surgery' },
        { key: 'hub', dosServiceId: '1000000124', name: 'East Road Hub' },
        { key: 'unused', dosServiceId: '1000000125', name: 'Another' },
      ],
      schedules: [
        { ...SCHEDULE, service: 'surgery', slots: [practiceSlot('2026-03-02T09:00'), practiceSlot('2026-03-02T09:50')] },
        { ...SCHEDULE, key: 'evening', service: 'hub', slots: [practiceSlot('2026-03-02T18:00')] },
        { ...SCHEDULE, key: 'other', serviceNotApplicable: true, slots: [practiceSlot('2026-03-02T20:00')] },
      ],
    },
  })
  if (filtering !== 'supplier-disabled')
    await changeSupplierSwitch(deps(practice), { on: true, practices: [practice.odsCode], by: 'Supplier' })
  if (filtering === 'enabled') await switchFiltering(practice, true)
  return practice
}

const switchFiltering = (practice: GivenPractice, on: boolean) =>
  changeSettings(deps(practice), { practice: practice.odsCode, by: 'Jo', wanted: { serviceFiltering: on } })

// biome-ignore lint/suspicious/noExplicitAny: read as a consumer's developer would, by looking
const resources = (reply: Reply, type: string): any[] =>
  (reply.body.entry ?? [])
    .map((entry: { resource: object }) => entry.resource)
    .filter((resource: { resourceType: string }) => resource.resourceType === type)

const found = (practice: GivenPractice, reply: Reply) =>
  resources(reply, 'Slot')
    .map(({ id }) => Object.entries(practice.slots).find(([, slotId]) => slotId === id)?.[0])
    .sort()

const status = (valueCode: string) => [{ url: EXTENSIONS.serviceFilteringStatus, valueCode }]

describe('Service filtering', () => {
  test('SLOT-10 on: only slots of schedules of that service, which are named, and with the include are in the Bundle', async (t) => {
    const practice = await givenServices(t, 'enabled')

    const reply = await practice.call('searchFreeSlots', SEARCH + INCLUDE + service('1000000124'))

    assert.deepEqual(found(practice, reply), ['2026-03-02T18:00'])
    assert.deepEqual(reply.body.meta, { profile: [PROFILES.Bundle], extension: status('enabled') })
    assert.deepEqual(
      resources(reply, 'Schedule').map(({ actor }) => actor.at(-1)),
      [{ reference: `HealthcareService/${practice.services.hub}` }],
    )
    assert.deepEqual(resources(reply, 'HealthcareService'), [
      {
        resourceType: 'HealthcareService',
        id: practice.services.hub,
        meta: { versionId: '1', profile: [PROFILES.HealthcareService] },
        identifier: [{ system: SYSTEMS.dosServiceId, value: '1000000124' }],
        providedBy: { reference: `Organization/${practice.organisationId}` },
        name: 'East Road Hub',
      },
    ])
  })

  test('SLOT-10 SLOT-05 on, without the parameter: every slot, the services that they lead to, and no status', async (t) => {
    const practice = await givenServices(t, 'enabled')

    const reply = await practice.call('searchFreeSlots', SEARCH + INCLUDE)
    const withoutInclude = await practice.call('searchFreeSlots', SEARCH)

    assert.equal(found(practice, reply).length, 4)
    assert.equal('extension' in reply.body.meta, false)
    assert.deepEqual(
      resources(reply, 'HealthcareService')
        .map(({ name }) => name)
        .sort(),
      ['East Road Hub', 'West Road Surgery'],
    )
    assert.deepEqual(resources(withoutInclude, 'HealthcareService'), [])
    assert.equal(JSON.stringify(resources(withoutInclude, 'Schedule')).match(/HealthcareService/g)?.length, 2)
  })

  test('SLOT-10 on: an id that is not in the list is 404, a service without slots an empty Bundle, a bad value 422', async (t) => {
    const practice = await givenServices(t, 'enabled')

    const unknown = await practice.call('searchFreeSlots', SEARCH + service('1'))
    const unused = await practice.call('searchFreeSlots', SEARCH + service('1000000125'))

    assert.deepEqual([unknown.status, spineCode(unknown)], [404, 'NO_RECORD_FOUND'])
    assert.equal(unused.status, 200)
    assert.equal('entry' in unused.body, false)
    assert.deepEqual(unused.body.meta.extension, status('enabled'))
    for (const bad of ['', '1000000123', '|1000000123', 'https://example.org|1000000123', `${SYSTEMS.dosServiceId}|`]) {
      const reply = await practice.call('searchFreeSlots', `${SEARCH}&service.identifier=${bad}`)
      assert.deepEqual([reply.status, spineCode(reply)], [422, 'INVALID_PARAMETER'], bad)
    }
    const twice = await practice.call('searchFreeSlots', SEARCH + service('1000000123') + service('1000000124'))
    assert.deepEqual([twice.status, spineCode(twice)], [422, 'INVALID_PARAMETER'])
  })

  for (const filtering of ['supplier-disabled', 'organization-disabled'] as const) {
    test(`SLOT-10 off (${filtering}): parameter and include are ignored, and no HealthcareService is named anywhere`, async (t) => {
      const practice = await givenServices(t, filtering)

      for (const asked of [service('1000000124'), service('no such one'), '&service.identifier=', service('1') + service('2')]) {
        const reply = await practice.call('searchFreeSlots', SEARCH + INCLUDE + asked)
        assert.equal(found(practice, reply).length, 4, asked)
        assert.deepEqual(reply.body.meta.extension, status(filtering), asked)
        assert.doesNotMatch(reply.text, /HealthcareService/)
      }
      const list = await practice.call('findHealthcareService', '/HealthcareService')
      assert.equal(list.status, 200)
      assert.equal('entry' in list.body, false)
      const read = await practice.call('readHealthcareService', `/HealthcareService/${practice.services.hub}`)
      assert.deepEqual([read.status, spineCode(read)], [404, 'NO_RECORD_FOUND'])
      const metadata = await practice.call('readMetadata', '/metadata')
      assert.deepEqual(metadata.body.extension, status(filtering))
      const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T09:00']) })
      assert.equal(booked.status, 201)
      assert.doesNotMatch(booked.text, /HealthcareService/)
    })
  }

  test('SLOT-10 ORG-04 on or off, the CapabilityStatement lists everything, with the status', async (t) => {
    const on = await (await givenServices(t, 'enabled')).call('readMetadata', '/metadata')
    const off = await (await givenServices(t, 'supplier-disabled')).call('readMetadata', '/metadata')

    assert.deepEqual(on.body.extension, status('enabled'))
    assert.deepEqual({ ...on.body, extension: [] }, { ...off.body, extension: [] })
    const slot = on.body.rest[0].resource.find(({ type }: { type: string }) => type === 'Slot')
    assert.ok(slot.searchInclude.includes('Schedule:actor:HealthcareService'))
    assert.ok(slot.searchParam.some(({ name }: { name: string }) => name === 'service.identifier'))
  })

  test('SLOT-10 on: an appointment names the service of its schedule, and may be booked naming it, but no other', async (t) => {
    const practice = await givenServices(t, 'enabled')
    const named = (id: string | undefined) => ({
      participant: [`Patient/${practice.patients[PATIENT]}`, `Location/${practice.locations.main}`, `HealthcareService/${id}`].map(
        (reference) => ({ actor: { reference }, status: 'accepted' }),
      ),
    })
    const book = (id: string | undefined) =>
      practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T09:00'], named(id)) })

    const other = await book(practice.services.hub)
    const unknown = await book('none')
    const booked = await book(practice.services.surgery)

    assert.deepEqual([other.status, spineCode(other)], [422, 'INVALID_RESOURCE'])
    assert.deepEqual([unknown.status, spineCode(unknown)], [422, 'REFERENCE_NOT_FOUND'])
    assert.equal(booked.status, 201)
    const read = await practice.call('readAppointment', `/Appointment/${booked.body.id}`)
    for (const { body } of [booked, read]) {
      assert.deepEqual(body.participant.at(-1), {
        actor: { reference: `HealthcareService/${practice.services.surgery}` },
        status: 'accepted',
      })
    }
  })

  test('SLOT-10 APT-02 off: no service exists that a booking could name', async (t) => {
    const practice = await givenServices(t, 'organization-disabled')
    const participant = [
      `Patient/${practice.patients[PATIENT]}`,
      `Location/${practice.locations.main}`,
      `HealthcareService/${practice.services.surgery}`,
    ]
    const body = bookingOf(practice, ['2026-03-02T09:00'], {
      participant: participant.map((reference) => ({ actor: { reference }, status: 'accepted' })),
    })
    const reply = await practice.call('bookAppointment', '/Appointment', { body })
    assert.deepEqual([reply.status, spineCode(reply)], [422, 'REFERENCE_NOT_FOUND'])
  })

  test('GEN-06 GEN-14 ADM-05 the switch acts at once, and what now names a service, or no longer does, is a new version', async (t) => {
    // Given
    const practice = await givenServices(t, 'organization-disabled')
    const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T09:00']) })
    const look = async () => {
      const [appointment, slots] = await Promise.all([
        practice.call('readAppointment', `/Appointment/${booked.body.id}`),
        practice.call('searchFreeSlots', SEARCH),
      ])
      const schedule = (key: string) => resources(slots, 'Schedule').find(({ id }) => id === practice.schedules[key])
      return { appointment: appointment.body, linked: schedule('morning'), other: schedule('other') }
    }
    const off = await look()

    // When
    await switchFiltering(practice, true)
    const on = await look()
    await changeSupplierSwitch(deps(practice), { on: false, practices: [practice.odsCode], by: 'Supplier' })
    const offAgain = await look()

    // Then
    const versions = ({ appointment, linked, other }: Awaited<ReturnType<typeof look>>) =>
      [appointment, linked, other].map(({ meta }) => Number(meta.versionId))
    const [appointment = 0, linked = 0, other = 0] = versions(off)
    assert.deepEqual(versions(on), [appointment + 1, linked + 1, other])
    assert.deepEqual(versions(offAgain), [appointment + 2, linked + 2, other])
    assert.deepEqual(offAgain.appointment.participant, off.appointment.participant)
    assert.equal(on.appointment.participant.length, off.appointment.participant.length + 1)
  })

  test('GEN-19 another practice, which does not filter, has no services', async (t) => {
    await givenServices(t, 'enabled')
    const other = await givenServices(t, 'supplier-disabled')
    assert.doesNotMatch((await other.call('findHealthcareService', '/HealthcareService')).text, /entry/)
  })
})

describe('Find and read a healthcare service', () => {
  test('ORG-05 without identifier the whole list, with one that service, and no match is an empty Bundle', async (t) => {
    const practice = await givenServices(t, 'enabled')
    const names = async (query: string) =>
      resources(await practice.call('findHealthcareService', `/HealthcareService${query}`), 'HealthcareService').map(({ name }) => name)

    assert.deepEqual((await names('')).sort(), ['Another', 'East Road Hub', 'West Road Surgery'])
    assert.deepEqual(await names(`?identifier=${SYSTEMS.dosServiceId}|1000000123`), ['West Road Surgery'])
    assert.deepEqual(await names(`?identifier=${SYSTEMS.dosServiceId}%7C1`), [])
    assert.deepEqual(await names('?identifier=https://example.org/id|1000000123'), [])
    assert.equal((await names('?Identifier=x')).length, 3)
  })

  test('ORG-05 GEN-12 a token that cannot be parsed is 422 INVALID_PARAMETER', async (t) => {
    const practice = await givenServices(t, 'enabled')
    for (const bad of ['', '1000000123', '|', `${SYSTEMS.dosServiceId}|`, '|1000000123', `a|b&identifier=a|c`]) {
      const reply = await practice.call('findHealthcareService', `/HealthcareService?identifier=${bad}`)
      assert.deepEqual([reply.status, spineCode(reply)], [422, 'INVALID_PARAMETER'], bad)
    }
  })

  test('ORG-02 ORG-05 GEN-07 by id, with its version; INT-02 an unknown id is 404, an empty one 400', async (t) => {
    const practice = await givenServices(t, 'enabled')

    const reply = await practice.call('readHealthcareService', `/HealthcareService/${practice.services.hub}`)

    assert.equal(reply.status, 200)
    assert.equal(reply.body.identifier[0].value, '1000000124')
    assert.equal(reply.headers.etag, 'W/"1"')
    for (const [path, expected, code] of [
      ['/HealthcareService/unknown', 404, 'NO_RECORD_FOUND'],
      ['/HealthcareService/a%20b', 404, 'NO_RECORD_FOUND'],
      ['/HealthcareService/', 400, 'BAD_REQUEST'],
    ] as const) {
      const refused = await practice.call('readHealthcareService', path)
      assert.deepEqual([refused.status, spineCode(refused)], [expected, code], path)
    }
  })
})
