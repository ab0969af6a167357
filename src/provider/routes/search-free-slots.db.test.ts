import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bookingOf } from '../../../test/given/booking.ts'
import { type GivenPractice, givenPractice, practiceSlot, type Reply, SCHEDULE, spineCode } from '../../../test/given/practice.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'

const MANDATORY = 'start=ge2026-03-02&end=le2026-03-08&status=free&_include=Slot:schedule'

const search = (practice: GivenPractice, query: string) => practice.call('searchFreeSlots', `/Slot?${query}`)

// biome-ignore lint/suspicious/noExplicitAny: read as a consumer's developer would, by looking
const resources = (reply: Reply, type: string): any[] =>
  (reply.body.entry ?? [])
    .map((entry: { resource: object }) => entry.resource)
    .filter((resource: { resourceType: string }) => resource.resourceType === type)

const starts = (reply: Reply) => resources(reply, 'Slot').map((slot) => slot.start)

describe('Search for free slots', () => {
  test('SLOT-02 SLOT-03 the first and the last days that can be written are days like any other', async (t) => {
    const practice = await givenPractice(t)
    for (const [first, last] of [
      ['9999-12-25', '9999-12-31'],
      ['9999-12-31T23:00:00%2B00:00', '9999-12-31'],
      ['0001-01-01', '0001-01-02'],
    ]) {
      const reply = await search(practice, `start=ge${first}&end=le${last}&status=free&_include=Slot:schedule`)
      assert.equal(reply.status, 200, `${first}: ${reply.text}`)
    }
  })

  test('SLOT-05 SLOT-09 the Bundle holds the slots, their Schedule, who and where if asked for, and the Organization', async (t) => {
    // Given
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00', '2026-03-02T09:10'] })

    // When
    const reply = await search(
      practice,
      `${MANDATORY}&_include:recurse=Schedule:actor:Practitioner&_include:recurse=Schedule:actor:Location&_include:recurse=Location:managingOrganization`,
    )

    // Then
    assert.equal(reply.status, 200)
    assert.deepEqual(Object.keys(reply.body).sort(), ['entry', 'meta', 'resourceType', 'type'])
    assert.equal(reply.body.type, 'searchset')
    assert.deepEqual(resources(reply, 'Slot')[0], {
      resourceType: 'Slot',
      id: practice.slots['2026-03-02T09:00'],
      meta: { versionId: '1', profile: [PROFILES.Slot] },
      extension: [{ url: EXTENSIONS.deliveryChannel, valueCode: 'In-person' }],
      serviceType: [{ text: 'GP appointment' }],
      schedule: { reference: `Schedule/${practice.schedules.morning}` },
      status: 'free',
      start: '2026-03-02T09:00:00+00:00',
      end: '2026-03-02T09:10:00+00:00',
    })
    assert.deepEqual(resources(reply, 'Schedule'), [
      {
        resourceType: 'Schedule',
        id: practice.schedules.morning,
        meta: { versionId: '1', profile: [PROFILES.Schedule] },
        extension: [
          {
            url: EXTENSIONS.practitionerRole,
            valueCodeableConcept: {
              coding: [{ system: SYSTEMS.sdsJobRoleName, code: 'R0260', display: 'General Medical Practitioner' }],
            },
          },
        ],
        serviceCategory: { text: 'Morning surgery' },
        actor: [{ reference: `Location/${practice.locations.main}` }, { reference: `Practitioner/${practice.practitioners.patel}` }],
        planningHorizon: { start: '2026-03-02T09:00:00+00:00', end: '2026-03-02T09:20:00+00:00' },
      },
    ])
    assert.equal(resources(reply, 'Practitioner')[0].name[0].family, 'Patel')
    assert.equal(resources(reply, 'Location')[0].managingOrganization.reference, `Organization/${practice.organisationId}`)
    assert.equal(resources(reply, 'Organization').length, 1)
    assert.equal(reply.body.entry.length, 6)
  })

  test('SLOT-05 without the includes only slots, schedules and the Organization come, and with no slot an empty Bundle', async (t) => {
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00'] })

    const found = await search(practice, MANDATORY)
    const none = await search(practice, MANDATORY.replace('ge2026-03-02', 'ge2026-03-03'))

    assert.deepEqual(
      found.body.entry.map((entry: { resource: { resourceType: string } }) => entry.resource.resourceType),
      ['Slot', 'Schedule', 'Organization'],
    )
    assert.equal(none.status, 200)
    assert.equal('entry' in none.body, false)
  })

  test('SLOT-01 a missing parameter is 400 BAD_REQUEST', async (t) => {
    const practice = await givenPractice(t)
    for (const name of ['start', 'end', 'status', '_include']) {
      const query = MANDATORY.split('&').filter((parameter) => !parameter.startsWith(`${name}=`))

      const reply = await search(practice, query.join('&'))

      assert.equal(reply.status, 400, name)
      assert.equal(spineCode(reply), 'BAD_REQUEST')
    }
  })

  test('SLOT-01 SLOT-02 SLOT-03 a wrong, repeated, malformed or impossible value is 422 INVALID_PARAMETER', async (t) => {
    const practice = await givenPractice(t)
    const wrong = [
      MANDATORY.replace('free', 'busy'),
      MANDATORY.replace('start=ge', 'start='),
      MANDATORY.replace('start=ge', 'start=le'),
      MANDATORY.replace('end=le', 'end=lt'),
      MANDATORY.replace('2026-03-02', ''),
      MANDATORY.replace('2026-03-02', '2026-03'),
      MANDATORY.replace('2026-03-02', '2026-02-30'),
      MANDATORY.replace('2026-03-02', '2026-03-02T09:00:00'),
      MANDATORY.replace('2026-03-02', '2026-03-02T09:00:00Z'),
      MANDATORY.replace('2026-03-02', '2026-03-02T25:00:00+00:00'),
      MANDATORY.replace('2026-03-02', '2026-02-30T09:00:00+00:00'),
      MANDATORY.replace('Slot:schedule', 'Slot:other'),
      `${MANDATORY}&start=ge2026-03-02`,
      `${MANDATORY}&end=le2026-03-08`,
      MANDATORY.replace('le2026-03-08', 'le2026-03-01'),
      MANDATORY.replace('le2026-03-08', 'le2026-03-17'),
      MANDATORY.replace('le2026-03-08', 'le2026-03-16T00:00:01+00:00'),
    ]
    for (const query of wrong) {
      const reply = await search(practice, query)
      assert.equal(reply.status, 422, query)
      assert.equal(spineCode(reply), 'INVALID_PARAMETER', query)
    }
  })

  test('SLOT-03 equal values and fourteen days exactly are allowed, on the local calendar across a clock change', async (t) => {
    const practice = await givenPractice(t)
    for (const [start, end] of [
      ['2026-03-02', '2026-03-02'],
      ['2026-03-02', '2026-03-16'],
      ['2026-03-02T09:00:00%2B00:00', '2026-03-02T09:00:00%2B00:00'],
      // Spring: fourteen days on the calendar are an hour short of fourteen times 24.
      ['2026-03-20T09:00:00+00:00', '2026-04-03T09:00:00+01:00'],
      ['2026-10-20T09:00:00+01:00', '2026-11-03T09:00:00+00:00'],
    ]) {
      const reply = await search(practice, `start=ge${start}&end=le${end}&status=free&_include=Slot:schedule`)
      assert.equal(reply.status, 200, `${start} ${end}`)
    }
  })

  test('SLOT-02 SLOT-06 a slot must lie wholly within the range; a date-only end is the whole of that day', async (t) => {
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00', '2026-03-02T09:10', '2026-03-02T23:50'] })
    const within = async (start: string, end: string) =>
      starts(await search(practice, `start=ge${start}&end=le${end}&status=free&_include=Slot:schedule`)).map((text) => text.slice(11, 16))

    assert.deepEqual(await within('2026-03-02', '2026-03-02'), ['09:00', '09:10', '23:50'])
    assert.deepEqual(await within('2026-03-02T09:00:00+00:00', '2026-03-02T09:10:00+00:00'), ['09:00'])
    assert.deepEqual(await within('2026-03-02T10:00:00+01:00', '2026-03-02T10:10:00+01:00'), ['09:00'])
    assert.deepEqual(await within('2026-03-02T09:00:01+00:00', '2026-03-02T23:59:00+00:00'), ['09:10'])
  })

  test('GEN-09 in summer the slots come in summer time', async (t) => {
    const practice = await givenPractice(t, { now: '2026-06-01T08:00:00Z', slots: ['2026-06-01T10:00'] })
    const reply = await search(practice, 'start=ge2026-06-01&end=le2026-06-01&status=free&_include=Slot:schedule')
    assert.deepEqual(starts(reply), ['2026-06-01T10:00:00+01:00'])
  })

  test('SLOT-06 booked, blocked, unreleased and visit slots are not found; past ones are', async (t) => {
    // Given
    const slots = [
      practiceSlot('2026-03-02T07:00'),
      practiceSlot('2026-03-02T09:00'),
      { ...practiceSlot('2026-03-02T10:00'), blocked: true },
      { ...practiceSlot('2026-03-02T11:00'), bookable: false },
      { ...practiceSlot('2026-03-02T12:00'), deliveryChannel: 'Visit' as const, bookable: false },
      practiceSlot('2026-03-02T13:00'),
    ]
    const practice = await givenPractice(t, { file: { schedules: [{ ...SCHEDULE, slots }] } })
    const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T13:00']) })
    assert.equal(booked.status, 201)

    // When
    const reply = await search(practice, MANDATORY)

    // Then
    assert.deepEqual(starts(reply), ['2026-03-02T07:00:00+00:00', '2026-03-02T09:00:00+00:00'])
  })

  test('SLOT-07 both restrictions must hold, and a filter that was not sent satisfies only no restriction', async (t) => {
    // Given
    const slots = [
      practiceSlot('2026-03-02T09:00'),
      { ...practiceSlot('2026-03-02T10:00'), restrictedTo: { organisationTypes: ['urgent-care' as const] } },
      { ...practiceSlot('2026-03-02T11:00'), restrictedTo: { organisationCodes: ['B30012'] } },
      { ...practiceSlot('2026-03-02T12:00'), restrictedTo: { organisationTypes: ['urgent-care' as const], organisationCodes: ['B30012'] } },
    ]
    const practice = await givenPractice(t, { file: { schedules: [{ ...SCHEDULE, slots }] } })
    const type = (code: string) => `&searchFilter=${encodeURIComponent(`${SYSTEMS.organisationType}|${code}`)}`
    const ods = (code: string) => `&searchFilter=${SYSTEMS.odsOrganisationCode}|${code}`
    const hours = async (filters: string) => starts(await search(practice, MANDATORY + filters)).map((text) => text.slice(11, 13))

    // Then
    assert.deepEqual(await hours(''), ['09'])
    assert.deepEqual(await hours(type('urgent-care')), ['09', '10'])
    assert.deepEqual(await hours(ods('B30012')), ['09', '11'])
    assert.deepEqual(await hours(type('urgent-care') + ods('B30012')), ['09', '10', '11', '12'])
    assert.deepEqual(await hours(type('gp-practice') + ods('A20047')), ['09'])
    assert.deepEqual(await hours(type('nobody-knows')), ['09'])
    assert.deepEqual(await hours('&searchFilter=https://other.example|urgent-care&searchFilter=urgent-care'), ['09'])
  })

  test('GEN-12 unknown parameters are ignored; SLOT-04 colons, pipes and plus signs may be raw or encoded', async (t) => {
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00'] })
    const encoded =
      'start=ge2026-03-02T00%3A00%3A00%2B00%3A00&end=le2026-03-08&status=free&_include=Slot%3Aschedule&_include%3Arecurse=Schedule%3Aactor%3ALocation'

    const reply = await search(practice, `${encoded}&fly=kite&_summary=true`)

    assert.equal(reply.status, 200)
    assert.equal(resources(reply, 'Location').length, 1)
  })

  test("GEN-19 another practice's slots are not found", async (t) => {
    await givenPractice(t, { slots: ['2026-03-02T09:00'] })
    const practice = await givenPractice(t)
    assert.equal('entry' in (await search(practice, MANDATORY)).body, false)
  })
})
