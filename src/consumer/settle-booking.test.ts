import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type BookingInDoubt, readBookingInDoubt } from './booking-in-doubt.ts'
import { givenPatient, type PracticeRequest, refusal, searchset } from './given/practice.ts'
import { givenOdsCode, givenSpine, NHS_NUMBER } from './given/spine.ts'
import { openPractice } from './open-session.ts'

const IN_DOUBT = {
  format: 1,
  step: 'booking',
  practice: givenOdsCode('B86013'),
  organisation: givenOdsCode('Y00001'),
  patientId: 'patient-1',
  registeredNow: false,
  slotIds: ['slot-1', 'slot-2'],
  start: '2026-03-02T09:00:00+00:00',
  created: '2026-03-02T08:00:00+00:00',
  sentAt: '2026-03-02T08:00:00.400Z',
} as const satisfies BookingInDoubt
const { patientId: _, registeredNow: __, created: ___, ...ABOUT } = IN_DOUBT
const REGISTERING: BookingInDoubt = { ...ABOUT, step: 'registering', nhsNumber: NHS_NUMBER }
const LATER = '2026-03-02T08:06:00Z'

/** As the practice lists it, of the slots in doubt unless told. */
function listed(of: { status?: string; created?: string; slots?: string[]; bookedBy?: string; patient?: string } = {}): object {
  const { status = 'booked', created = IN_DOUBT.created, slots = ['slot-2', 'slot-1'], bookedBy = 'Y00001', patient = 'patient-1' } = of
  return {
    resourceType: 'Appointment',
    id: 'a-1',
    status,
    created,
    start: IN_DOUBT.start,
    end: '2026-03-02T09:20:00+00:00',
    slot: slots.map((id) => ({ reference: `Slot/${id}` })),
    participant: [{ actor: { reference: `Patient/${patient}` } }],
    contained: [
      { resourceType: 'Organization', id: '1', identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: bookedBy }] },
    ],
    extension: [
      {
        url: 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-BookingOrganisation-1',
        valueReference: { reference: '#1' },
      },
    ],
  }
}

async function settle(found: readonly object[] | ((request: PracticeRequest) => Response), at = LATER, inDoubt: BookingInDoubt = IN_DOUBT) {
  const practice = async (request: PracticeRequest) => (typeof found === 'function' ? found(request) : searchset(found))
  const { spine, asker } = givenSpine({ now: at, practices: { B86013: practice } })
  return openPractice(spine, { ...asker, practice: IN_DOUBT.practice }).settle(inDoubt)
}

describe('Settling a booking in doubt', () => {
  test('CON-11 the appointment of these very slots is it, in whatever order they are told', async () => {
    assert.equal((await settle([listed()])).kind, 'booked')
    assert.equal((await settle([listed()], '2026-03-02T08:00:01Z')).kind, 'booked')
  })

  for (const [what, appointment] of [
    ['of other slots', listed({ slots: ['slot-2', 'slot-3'] })],
    ['of one of the slots', listed({ slots: ['slot-1'] })],
    ['of another organisation', listed({ bookedBy: 'A20099' })],
    ['cancelled before', listed({ status: 'cancelled', created: '2026-03-01T10:00:00+00:00' })],
  ] as const) {
    test(`CON-11 one ${what} is not it`, async () => {
      assert.equal((await settle([appointment])).kind, 'not-booked')
    })
  }

  test('CON-11 one that was made by this request and cancelled since was booked', async () => {
    const settled = await settle([listed({ status: 'cancelled' })])
    assert.ok(settled.kind === 'booked')
    assert.equal(settled.appointment.status, 'cancelled')
  })

  test('CON-11 that it is not there proves nothing while the request may be under way', async () => {
    const settled = await settle([], '2026-03-02T08:04:00Z')
    assert.ok(settled.kind === 'cannot-tell-yet')
    assert.deepEqual(settled.askAgainAt, new Date('2026-03-02T08:05:00.400Z'))
    assert.equal((await settle([], '2026-03-02T08:05:00.400Z')).kind, 'not-booked')
  })

  test('CON-11 one that cannot be read may be it', async () => {
    assert.equal((await settle([{ resourceType: 'Appointment', id: 'a-2' }])).kind, 'cannot-tell-yet')
  })

  test('CON-11 a practice that does not answer says nothing', async () => {
    const settled = await settle(() => refusal(500, 'INTERNAL_SERVER_ERROR'))
    assert.ok(settled.kind === 'cannot-tell-yet')
    assert.equal(settled.because?.code, 'INTERNAL_SERVER_ERROR')
    assert.ok(settled.askAgainAt > new Date(LATER))
  })

  test('CON-11 another organisation, whose list may leave it out, cannot settle it', async () => {
    const { spine, asker } = givenSpine({ now: LATER })
    const another = { ...asker, organisation: { ...asker.organisation, odsCode: givenOdsCode('A20099') } }
    await assert.rejects(openPractice(spine, { ...another, practice: IN_DOUBT.practice }).settle(IN_DOUBT), TypeError)
  })

  test('CON-14 on the day after, the practice does not list it any more', async () => {
    assert.equal((await settle([], '2026-03-03T00:00:00Z')).kind, 'too-late-to-tell')
  })

  const ONCE_NOTHING_CAN_COME = '2026-03-02T08:06:00.400Z'
  for (const [what, practice, at, kind, record] of [
    ['a record, and the booking may yet follow', { patients: [givenPatient()] }, LATER, 'cannot-tell-yet', undefined],
    ['a record and no appointment, for good', { patients: [givenPatient()] }, ONCE_NOTHING_CAN_COME, 'not-booked', 'held'],
    ['a record, and the booking has followed', { patients: [givenPatient()], appointments: [listed()] }, LATER, 'booked', undefined],
    ['no record, while the registration may be under way', { patients: [] }, LATER, 'cannot-tell-yet', undefined],
    ['no record, and it can no longer arrive', { patients: [] }, ONCE_NOTHING_CAN_COME, 'not-booked', 'none'],
    ['no answer', undefined, ONCE_NOTHING_CAN_COME, 'cannot-tell-yet', undefined],
  ] as const) {
    test(`CON-11 CON-03 of a booking that was seen no further than its registration: ${what}`, async () => {
      const answer = ({ path }: PracticeRequest) => {
        if (!practice) return refusal(500, 'INTERNAL_SERVER_ERROR')
        return searchset(path === 'Patient' ? practice.patients : 'appointments' in practice ? practice.appointments : [])
      }
      const settled = await settle(answer, at, REGISTERING)
      assert.deepEqual([settled.kind, 'record' in settled ? settled.record : undefined], [kind, record])
    })
  }

  test('what was kept is read again, and nothing else is taken for it', () => {
    for (const kept of [IN_DOUBT, REGISTERING]) assert.deepEqual(readBookingInDoubt(JSON.parse(JSON.stringify(kept))), kept)
    const others = [
      ...[undefined, [], 'x', { ...IN_DOUBT, format: 2 }, { ...IN_DOUBT, slotIds: [] }, { ...IN_DOUBT, slotIds: ['slot-1', 2] }],
      ...[
        { ...IN_DOUBT, sentAt: 'soon' },
        { ...IN_DOUBT, step: 'registering' },
        { ...REGISTERING, nhsNumber: '9000000001' },
      ],
    ]
    for (const other of others) assert.equal(readBookingInDoubt(other), undefined)
  })
})
