import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FreeSlotsOutcome, FreeSlotsRequest } from './find-free-slots.ts'
import { type GivenPractice, givenPractice, givenSlot, refusal, searchset } from './given/practice.ts'
import { givenOdsCode, givenSpine } from './given/spine.ts'
import { openPractice } from './open-session.ts'

const RANGE = { from: '2026-03-02', to: '2026-03-08' }

async function search(practice: GivenPractice, request: Partial<FreeSlotsRequest> = {}) {
  const { spine, asker, sent, asked } = givenSpine({ practices: { B86013: givenPractice(practice) } })
  const session = openPractice(spine, { practice: givenOdsCode('B86013'), ...asker })
  return { outcome: await session.findFreeSlots({ ...RANGE, ...request }), sent, asked, session }
}

function offersOf(outcome: FreeSlotsOutcome) {
  assert.ok(outcome.kind === 'offers')
  return outcome.offers
}

describe('Find free slots', () => {
  test('CON-12 sends both filters and every include, once each', async () => {
    // When
    const { sent } = await search({}, { dosServiceId: '20000' })
    // Then
    assert.deepEqual(
      [...(sent[0]?.query ?? [])],
      [
        ['start', 'ge2026-03-02'],
        ['end', 'le2026-03-08'],
        ['status', 'free'],
        ['_include', 'Slot:schedule'],
        ['_include:recurse', 'Schedule:actor:Practitioner'],
        ['_include:recurse', 'Schedule:actor:Location'],
        ['_include:recurse', 'Location:managingOrganization'],
        ['searchFilter', 'https://fhir.nhs.uk/Id/ods-organization-code|Y00001'],
        ['searchFilter', 'https://fhir.nhs.uk/STU3/CodeSystem/GPConnect-OrganisationType-1|urgent-care'],
        ['service.identifier', 'https://fhir.nhs.uk/Id/uec-dos-service-id|20000'],
        ['_include:recurse', 'Schedule:actor:HealthcareService'],
      ],
    )
  })

  test('CON-12 asks for no service where none was named', async () => {
    const { sent } = await search({})
    assert.equal(sent[0]?.query.has('service.identifier'), false)
    assert.ok(!sent[0]?.query.getAll('_include:recurse').includes('Schedule:actor:HealthcareService'))
  })

  test('SLOT-11 an offer says when, how, what, with whom and where', async () => {
    const { outcome } = await search({})
    assert.deepEqual(offersOf(outcome), [
      {
        practice: { odsCode: 'B86013', name: 'The Surgery' },
        slotId: 'slot-1',
        slotIds: ['slot-1'],
        scheduleId: 'schedule-1',
        start: '2026-03-02T09:00:00+00:00',
        end: '2026-03-02T09:10:00+00:00',
        minutes: 10,
        deliveryChannel: 'In-person',
        slotType: 'Routine',
        sessionType: 'Morning surgery',
        practitionerRole: { code: 'R0260', display: 'General Medical Practitioner' },
        practitioner: { id: 'gp-1', name: 'Dr Sarah Black', gender: 'female' },
        location: { id: 'place-1', name: 'Main surgery', address: '2 Mill Street, Leeds, LS2 1AA' },
        service: undefined,
      },
    ])
  })

  test('offers come soonest first, by moment', async () => {
    // Given three slots, one of them written with another offset
    const slot = (id: string, start: string) => givenSlot({ id, start, end: '2026-03-09T00:00:00Z' })
    const slots = [slot('c', '2026-03-03T09:00:00Z'), slot('a', '2026-03-02T10:30:00+01:00'), slot('b', '2026-03-02T10:00:00Z')]
    // When
    const { outcome } = await search({ slots })
    // Then
    assert.deepEqual(
      offersOf(outcome).map(({ slotId, start }) => [slotId, start]),
      [
        ['a', '2026-03-02T09:30:00+00:00'],
        ['b', '2026-03-02T10:00:00+00:00'],
        ['c', '2026-03-03T09:00:00+00:00'],
      ],
    )
  })

  test('CON-07 a month is three searches, and a slot that two of them return is one offer', async () => {
    const { outcome, sent } = await search({}, { from: '2026-03-02', to: '2026-04-01' })
    const windows = sent.map(({ query }) => [query.get('start'), query.get('end')])
    assert.deepEqual(windows, [
      ['ge2026-03-02', 'le2026-03-16'],
      ['ge2026-03-16', 'le2026-03-30'],
      ['ge2026-03-30', 'le2026-04-01'],
    ])
    assert.equal(offersOf(outcome).length, 1)
  })

  test('CON-07 a search of which a part fails is a failure, not half a month', async () => {
    const { outcome } = await search(
      { intercept: ({ query }) => (query.get('start') === 'ge2026-03-16' ? refusal(500, 'INTERNAL_SERVER_ERROR') : undefined) },
      { from: '2026-03-02', to: '2026-03-20' },
    )
    assert.equal(outcome.kind, 'unavailable')
  })

  test('CON-11 what cannot be booked is left out and counted', async () => {
    const slots = [
      givenSlot({ id: 'ok' }),
      givenSlot({ id: 'no-schedule', schedule: { reference: 'Schedule/unknown' } }),
      givenSlot({ id: 'no-place', schedule: { reference: 'Schedule/schedule-nowhere' } }),
      givenSlot({ id: 'backwards', end: '2026-03-02T08:00:00Z' }),
      givenSlot({ id: 'no-time', start: 'soon' }),
      givenSlot({ id: 'busy', status: 'busy' }),
    ]
    const { outcome } = await search({ slots })
    assert.ok(outcome.kind === 'offers')
    assert.deepEqual(
      outcome.offers.map(({ slotId }) => slotId),
      ['ok'],
    )
    assert.equal(outcome.unusable, 5)
  })

  test('CON-11 unknown elements, absolute references and a list of one where FHIR has one are coped with', async () => {
    const slots = [
      givenSlot({
        schedule: { reference: 'https://provider.test/STU3/Schedule/schedule-1/_history/3' },
        comment: ['?'],
        serviceType: { text: 'Loose' },
      }),
    ]
    const { outcome } = await search({ slots })
    assert.equal(offersOf(outcome)[0]?.slotType, 'Loose')
    assert.equal(offersOf(outcome)[0]?.location.id, 'place-1')
  })

  test('channel and role choose among the offers', async () => {
    assert.equal(offersOf((await search({}, { deliveryChannel: 'in-person', practitionerRole: 'medical' })).outcome).length, 1)
    assert.equal(offersOf((await search({}, { practitionerRole: 'r0260' })).outcome).length, 1)
    assert.equal(offersOf((await search({}, { deliveryChannel: 'Video' })).outcome).length, 0)
    assert.equal(offersOf((await search({}, { practitionerRole: 'nurse' })).outcome).length, 0)
  })

  test('APT-04 of a range of two searches, adjacent slots that together are long enough are one offer', async () => {
    // Given twenty minutes over the midnight that begins the day which two searches share
    const slot = (id: string, start: string, end: string) => givenSlot({ id, start: `2026-03-${start}:00Z`, end: `2026-03-${end}:00Z` })
    const slots = [slot('a', '15T23:50', '16T00:00'), slot('b', '16T00:00', '16T00:10'), slot('c', '17T09:00', '17T09:10')]
    // When
    const { outcome, sent } = await search({ slots }, { from: '2026-03-02', to: '2026-03-20', minutes: 20 })
    // Then
    assert.equal(sent.length, 2)
    assert.deepEqual(
      offersOf(outcome).map(({ slotIds, minutes }) => [slotIds, minutes]),
      [[['a', 'b'], 20]],
    )
  })

  test('a filter that makes no sense is misuse, and nobody is asked', async () => {
    const { session, sent } = await search({})
    sent.length = 0
    await assert.rejects(session.findFreeSlots({ ...RANGE, minutes: 0 }), RangeError)
    await assert.rejects(session.findFreeSlots({ ...RANGE, timeOfDay: { from: '9 am' } }), RangeError)
    assert.equal(sent.length, 0)
  })

  test('an empty Bundle is no offers', async () => {
    const { outcome } = await search({ intercept: () => Response.json({ resourceType: 'Bundle', type: 'searchset' }) })
    assert.deepEqual(outcome, { kind: 'offers', offers: [], unusable: 0 })
  })

  test('a refusal says who, why and what to do', async () => {
    const { outcome } = await search({ intercept: () => refusal(403, 'ACCESS_DENIED', 'Switched off.') })
    assert.ok(outcome.kind === 'refused')
    assert.deepEqual([outcome.by, outcome.code, outcome.diagnostics], ['provider', 'ACCESS DENIED', 'Switched off.'])
    assert.match(outcome.advice, /Ring the practice/)
    assert.match(outcome.traceId ?? '', /^0{8}-/)
  })

  test('CON-11 a page of HTML is no answer', async () => {
    const { outcome } = await search({ intercept: () => new Response('<html>') })
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['unavailable', 'unexpected-answer'])
  })

  test('CON-04 the directory is asked once for each kind of request in a session, and again in the next', async () => {
    // Given
    const { session, asked } = await search({})
    const lookUps = () => asked.filter((url) => url.startsWith('https://sds.test')).length
    assert.equal(lookUps(), 2)
    // When
    await session.findFreeSlots(RANGE)
    // Then
    assert.equal(lookUps(), 2)
    await session.readAppointment('1')
    assert.equal(lookUps(), 4)
  })

  test('CON-04 a practice that the directory does not know is asked nothing', async () => {
    const { spine, asker, sent } = givenSpine({ notEnabled: ['B86013'] })
    const outcome = await openPractice(spine, { practice: givenOdsCode('B86013'), ...asker }).findFreeSlots(RANGE)
    assert.deepEqual([outcome.kind, sent.length], ['not-enabled', 0])
  })

  test('CON-04 "not enabled" may be the directory’s own trouble, so it is asked again', async () => {
    // Given
    const notEnabled = ['B86013']
    const { spine, asker } = givenSpine({ notEnabled })
    const session = openPractice(spine, { practice: givenOdsCode('B86013'), ...asker })
    assert.equal((await session.findFreeSlots(RANGE)).kind, 'not-enabled')
    // When
    notEnabled.pop()
    // Then
    assert.equal((await session.findFreeSlots(RANGE)).kind, 'offers')
  })

  test('a searchset with nobody to see has offers without a practitioner', async () => {
    const schedule = { resourceType: 'Schedule', id: 's', actor: [{ reference: 'Location/place-1' }] }
    const { outcome } = await search({ intercept: () => searchset([givenSlot({ schedule: { reference: 'Schedule/s' } }), schedule]) })
    const [offer] = offersOf(outcome)
    assert.deepEqual(
      [offer?.practitioner, offer?.practitionerRole, offer?.location],
      [undefined, undefined, { id: 'place-1', name: undefined, address: undefined }],
    )
  })
})
