import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Appointment } from './appointment.ts'
import { givenPractice, refusal } from './given/practice.ts'
import { givenOdsCode, givenSpine } from './given/spine.ts'
import { openPractice } from './open-session.ts'

const REASON = 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-AppointmentCancellationReason-1'
const UNKNOWN = { url: 'https://other.example/extension', valueString: 'kept' }

const stored = (version: string, more: object = {}) => ({
  resourceType: 'Appointment',
  id: 'a-1',
  meta: { versionId: version },
  status: 'booked',
  start: '2026-03-02T09:00:00+00:00',
  end: '2026-03-02T09:10:00+00:00',
  extension: [UNKNOWN],
  newElement: { of: 'another time' },
  participant: [{ actor: { reference: 'Patient/patient-1' } }],
  ...more,
})

const cancelledFor = (reason: string) => stored('2', { status: 'cancelled', extension: [UNKNOWN, { url: REASON, valueString: reason }] })

/** A practice whose appointment is `after` from the moment that a change of it is asked for, and which answers that so. */
async function givenChange(after: object, answer: () => Response) {
  let held: object = stored('1')
  const practice = givenPractice({
    intercept: ({ method, path }) => {
      if (method === 'PUT') {
        held = after
        return answer()
      }
      return path === 'Appointment/a-1' ? Response.json(held) : undefined
    },
  })
  const { spine, asker, sent } = givenSpine({ practices: { B86013: practice } })
  const session = openPractice(spine, { ...asker, practice: givenOdsCode('B86013') })
  const read = await session.readAppointment('a-1')
  assert.ok(read.kind === 'read')
  return { session, seen: read.appointment, puts: () => sent.filter(({ method }) => method === 'PUT') }
}

const cancel = async (after: object, answer: () => Response) => {
  const { session, seen, puts } = await givenChange(after, answer)
  return { outcome: await session.cancel(seen, 'Ours'), puts: puts() }
}

describe('Cancel an appointment', () => {
  test('CON-08 CON-11 what came is sent back under its version, what is not understood too, with the change alone', async () => {
    const { outcome, puts } = await cancel(cancelledFor('Ours'), () => Response.json(cancelledFor('Ours')))
    assert.equal(outcome.kind, 'cancelled')
    assert.deepEqual(
      puts.map(({ body }) => body),
      [stored('1', { status: 'cancelled', extension: [UNKNOWN, { url: REASON, valueString: 'Ours' }] })],
    )
    assert.equal(puts[0]?.headers['If-Match'], 'W/"1"')
  })

  test('APT-11 somebody else cancels between the look and the request: it is told as theirs', async () => {
    const { outcome } = await cancel(cancelledFor('Theirs'), () => refusal(409, 'FHIR_CONSTRAINT_VIOLATION'))
    assert.ok(outcome.kind === 'already-cancelled')
    assert.equal(outcome.appointment.cancellationReason, 'Theirs')
  })

  test('APT-11 somebody else amends between the look and the request: both are shown', async () => {
    const { outcome } = await cancel(stored('2', { description: 'Theirs' }), () => refusal(409, 'FHIR_CONSTRAINT_VIOLATION'))
    assert.ok(outcome.kind === 'changed-meanwhile')
    assert.deepEqual([outcome.seen.version, outcome.now.description], ['1', 'Theirs'])
  })

  test('ERR-02 a refusal after which nothing has moved is told as a refusal', async () => {
    const { outcome } = await cancel(stored('1'), () => refusal(409, 'FHIR_CONSTRAINT_VIOLATION'))
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['refused', 'FHIR_CONSTRAINT_VIOLATION'])
  })

  test('APT-09 what has begun is not asked for', async () => {
    const { session, seen, puts } = await givenChange(stored('1'), () => refusal(500, 'INTERNAL_SERVER_ERROR'))
    const begun: Appointment = { ...seen, start: '2026-03-02T08:00:00+00:00' }
    const outcome = await session.cancel(begun, 'Ours')
    assert.deepEqual([outcome.kind, 'because' in outcome && outcome.because, puts().length], ['not-changeable', 'past', 0])
  })
})
