import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BookingRequest } from './book-appointment.ts'
import { type GivenPractice, givenPatient, givenPractice, type PracticeRequest, refusal } from './given/practice.ts'
import { givenOdsCode, givenSpine, NHS_NUMBER } from './given/spine.ts'
import { openPractice, openSession } from './open-session.ts'

/** A session with one slot chosen; what happens to the POST of an Appointment is up to the test. */
async function givenChoice(practice: GivenPractice & { answer?: (request: PracticeRequest) => Response | Promise<Response> } = {}) {
  const { answer, ...rest } = practice
  const intercept = (request: PracticeRequest) =>
    request.method === 'POST' && request.path === 'Appointment' ? answer?.(request) : undefined
  const { spine, asker, sent } = givenSpine({ practices: { B86013: givenPractice({ intercept, ...rest }) } })
  const opened = await openSession(spine, { nhsNumber: NHS_NUMBER, practice: givenOdsCode('B86013'), ...asker })
  assert.ok(opened.kind === 'open')
  const found = await opened.session.findFreeSlots({ from: '2026-03-02', to: '2026-03-02' })
  const offer = found.kind === 'offers' ? found.offers[0] : undefined
  assert.ok(offer)
  sent.length = 0
  const book = (more: Partial<BookingRequest> = {}) => opened.session.book(offer, { description: 'Blood pressure check', ...more })
  return { book, offer, session: opened.session, spine, posts: () => sent.filter(({ path }) => path === 'Appointment'), sent }
}

describe('Book an appointment', () => {
  test('CON-01, APT-01 sends the booking as the offer has it', async () => {
    // Given
    const { book, posts } = await givenChoice()
    // When
    await book({ comment: 'Lift needed' })
    // Then
    assert.deepEqual(posts()[0]?.body, {
      resourceType: 'Appointment',
      meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Appointment-1'] },
      contained: [
        {
          resourceType: 'Organization',
          id: '1',
          meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Organization-1'] },
          identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'Y00001' }],
          type: [{ coding: [{ system: 'https://fhir.nhs.uk/STU3/CodeSystem/GPConnect-OrganisationType-1', code: 'urgent-care' }] }],
          name: 'Leeds Hub',
          telecom: [{ system: 'phone', value: '0113' }],
        },
      ],
      extension: [
        {
          url: 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-BookingOrganisation-1',
          valueReference: { reference: '#1' },
        },
      ],
      status: 'booked',
      description: 'Blood pressure check',
      start: '2026-03-02T09:00:00+00:00',
      end: '2026-03-02T09:10:00+00:00',
      slot: [{ reference: 'Slot/slot-1' }],
      created: '2026-03-02T08:00:00+00:00',
      comment: 'Lift needed',
      participant: [
        { actor: { reference: 'Patient/patient-1' }, status: 'accepted' },
        { actor: { reference: 'Location/place-1' }, status: 'accepted' },
        { actor: { reference: 'Practitioner/gp-1' }, status: 'accepted' },
      ],
    })
  })

  test('CON-01, SLOT-11 booked: the practice’s appointment, with the names to read out', async () => {
    const { book, posts } = await givenChoice()
    const outcome = await book()
    assert.ok(outcome.kind === 'booked')
    const { appointment } = outcome
    assert.deepEqual([appointment.id, appointment.status, appointment.slotType], ['appointment-1', 'booked', 'Routine'])
    assert.deepEqual(appointment.practitioner, { id: 'gp-1', name: 'Dr Sarah Black', gender: 'female' })
    assert.equal(appointment.location?.name, 'Main surgery')
    assert.deepEqual(appointment.bookedBy, { odsCode: 'Y00001', name: 'Leeds Hub' })
    assert.deepEqual([outcome.registeredNow, outcome.patient.id], [false, 'patient-1'])
    assert.equal(outcome.traceId, posts()[0]?.headers['Ssp-TraceID'])
  })

  test('CON-03 without a record at the practice: registers, then books under the new id', async () => {
    const { book, sent } = await givenChoice({ patients: [] })
    const outcome = await book()
    assert.ok(outcome.kind === 'booked')
    assert.deepEqual([outcome.registeredNow, outcome.appointment.patientId], [true, 'registered-1'])
    assert.deepEqual(
      sent.map(({ method, path }) => `${method} ${path}`),
      ['GET Patient', 'POST Patient/$gpc.registerpatient', 'POST Appointment'],
    )
  })

  test('APT-05 a slot that somebody else has is no longer free, and nothing is sent again', async () => {
    const { book, posts } = await givenChoice({ answer: () => refusal(409, 'DUPLICATE_REJECTED') })
    const outcome = await book()
    assert.equal(outcome.kind, 'no-longer-free')
    assert.equal(posts().length, 1)
  })

  test('ERR-02 any other refusal is told with its code and advice', async () => {
    const { book } = await givenChoice({ answer: () => refusal(422, 'INVALID_RESOURCE', 'The slot is in the past.') })
    const outcome = await book()
    assert.ok(outcome.kind === 'refused')
    assert.deepEqual([outcome.by, outcome.code, outcome.diagnostics], ['provider', 'INVALID_RESOURCE', 'The slot is in the past.'])
  })

  for (const [what, answer] of [
    ['a connection that broke off', () => Promise.reject(new TypeError('terminated'))],
    ['a provider that failed', () => refusal(500, 'INTERNAL_SERVER_ERROR')],
    ['an SSP that lost the provider', () => new Response('', { status: 502 })],
    ['a success that says nothing', () => new Response('<html>', { status: 200 })],
  ] as const) {
    test(`CON-11 after ${what} it is uncertain what became of it, and it is not sent again`, async () => {
      const { book, posts } = await givenChoice({ answer })
      const outcome = await book()
      assert.ok(outcome.kind === 'uncertain')
      assert.match(outcome.advice, /Do not book again/)
      assert.equal(outcome.traceId, posts()[0]?.headers['Ssp-TraceID'])
      assert.equal(posts().length, 1)
    })
  }

  test('CON-11 what is kept of it is kept before it is sent; when that fails or takes long, nothing is sent', async () => {
    const { offer, sent, session, spine } = await givenChoice()
    const { now } = spine
    const posts = () => sent.filter(({ path }) => path === 'Appointment').length
    const book = (keep: () => Promise<void>) => session.book(offer, { description: 'Blood pressure check', keep })
    try {
      await assert.rejects(
        book(() => Promise.reject(new Error('The disk is full'))),
        /disk is full/,
      )
      const outcome = await book(async () => {
        spine.now = () => new Date(now().getTime() + 31_000)
      })
      assert.ok(outcome.kind === 'refused')
      assert.deepEqual([outcome.code, posts()], ['TOO_LATE', 0])
    } finally {
      spine.now = now
    }
    let postsWhenKept: number | undefined
    const booked = await book(async () => {
      postsWhenKept = posts()
    })
    assert.deepEqual([booked.kind, postsWhenKept, posts()], ['booked', 0, 1])
  })

  test('CON-11 CON-03 a registration is kept too before it is sent, and the booking then in its place', async () => {
    const { book, sent } = await givenChoice({ patients: [] })
    const kept: string[] = []
    const posts = () => sent.filter(({ method }) => method === 'POST').length
    await book({ keep: async ({ step }) => void kept.push(`${step} after ${posts()}`) })
    assert.deepEqual(kept, ['registering after 0', 'booking after 1'])
  })

  test('CON-11 CON-03 the answer to a registration is lost and there is no record so far: nothing is booked, and that is told', async () => {
    let posts = 0
    const intercept = ({ path }: PracticeRequest) => {
      if (path !== 'Patient/$gpc.registerpatient') return undefined
      posts += 1
      return Promise.reject(new TypeError('terminated'))
    }
    const { book, sent, session } = await givenChoice({ patients: [], intercept })
    const outcome = await book()
    assert.ok(outcome.kind === 'registration-uncertain')
    assert.deepEqual([outcome.because.code, posts, sent.at(-1)?.path], ['broken-off', 1, 'Patient'])
    assert.equal((await session.registerPatient()).kind, 'registration-uncertain')
  })

  test('a booking that never left is certain not to exist', async () => {
    const refused = () => Promise.reject(new TypeError('failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }))
    const { book } = await givenChoice({ answer: refused })
    const outcome = await book()
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['unavailable', 'no-connection'])
  })

  test('CON-11 a 201 whose body was lost is read back from where it says the appointment is', async () => {
    // Given
    const { book, offer, sent } = await givenChoice({
      appointments: [
        {
          resourceType: 'Appointment',
          id: 'a-7',
          status: 'booked',
          start: '2026-03-02T09:00:00Z',
          end: '2026-03-02T09:10:00Z',
          slot: [{ reference: 'Slot/slot-1' }],
          participant: [{ actor: { reference: 'Patient/patient-1' } }, { actor: { reference: 'Location/place-1' } }],
        },
      ],
      answer: () => new Response('{"resour', { status: 201, headers: { Location: 'https://provider.test/x/Appointment/a-7/_history/1' } }),
    })
    // When
    const outcome = await book()
    // Then
    assert.ok(outcome.kind === 'booked')
    assert.deepEqual([outcome.appointment.id, outcome.appointment.location], ['a-7', offer.location])
    assert.equal(sent.filter(({ method }) => method === 'POST').length, 1)
  })

  test('CON-11 an answer about somebody else’s appointment, or other slots, is none', async () => {
    for (const [patient, slot] of [
      ['stranger', 'slot-1'],
      ['patient-1', 'slot-9'],
    ]) {
      const other = {
        resourceType: 'Appointment',
        id: 'a-8',
        status: 'booked',
        start: '2026-03-02T09:00:00Z',
        end: '2026-03-02T09:10:00Z',
        slot: [{ reference: `Slot/${slot}` }],
        participant: [{ actor: { reference: `Patient/${patient}` } }],
      }
      const { book } = await givenChoice({ answer: () => Response.json(other, { status: 201 }) })
      assert.equal((await book()).kind, 'uncertain')
    }
  })

  test('CON-06 differences about the patient stop it until they are accepted', async () => {
    const { book, posts } = await givenChoice({ patients: [givenPatient({ birthDate: '1990-10-22' })] })
    const stopped = await book()
    assert.ok(stopped.kind === 'demographics-differ')
    assert.deepEqual([stopped.differences.map(({ field }) => field), posts().length], [['birthDate'], 0])
    assert.equal((await book({ differencesAccepted: true })).kind, 'booked')
  })

  test('CON-07 texts over 100 and 500 characters, or no description, are not sent', async () => {
    const { book, sent } = await givenChoice()
    for (const texts of [{ description: 'x'.repeat(101) }, { comment: 'x'.repeat(501) }, { description: '  ' }]) {
      const outcome = await book(texts)
      assert.deepEqual([outcome.kind, 'by' in outcome && outcome.by], ['refused', 'consumer'])
    }
    assert.equal(sent.length, 0)
    assert.equal((await book({ description: 'x'.repeat(100), comment: 'x'.repeat(500) })).kind, 'booked')
  })

  test('a failure before the booking is told as that, with nothing booked', async () => {
    const { book, posts } = await givenChoice({
      intercept: ({ path }) => (path === 'Patient' ? refusal(500, 'INTERNAL_SERVER_ERROR') : undefined),
    })
    const outcome = await book()
    assert.deepEqual([outcome.kind, 'step' in outcome && outcome.step, posts().length], ['unavailable', 'find the patient', 0])
  })

  test('another practice’s slot is misuse', async () => {
    const { session, offer } = await givenChoice()
    const elsewhere = { ...offer, practice: { odsCode: givenOdsCode('A20047'), name: undefined } }
    await assert.rejects(session.book(elsewhere, { description: 'x' }), TypeError)
  })
})

describe('Read an appointment', () => {
  test('APT-07, SLOT-11 reads it by id, and the names it refers to', async () => {
    // Given
    const { book, session } = await givenChoice()
    await book()
    // When
    const outcome = await session.readAppointment('appointment-1')
    // Then
    assert.ok(outcome.kind === 'read')
    assert.equal(outcome.appointment.practitioner?.name, 'Dr Sarah Black')
    assert.equal(outcome.appointment.location?.address, '2 Mill Street, Leeds, LS2 1AA')
  })

  test('APT-07 an unknown id is refused by the practice; an id never makes another path', async () => {
    const { spine, asker, sent } = givenSpine()
    const outcome = await openPractice(spine, { practice: givenOdsCode('B86013'), ...asker }).readAppointment('../Patient?x=1')
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['refused', 'NO_RECORD_FOUND'])
    assert.equal(sent[0]?.path, 'Appointment/..%2FPatient%3Fx%3D1')
  })
})
