import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenHeld, givenHeldAppointment } from './given/held-appointment.ts'

describe('Amend an appointment', () => {
  test('CON-08 APT-09 what came is sent back under its version, what is not understood too, with the texts alone changed', async () => {
    const unknown = { extension: [{ url: 'https://other.example/extension', valueString: 'kept' }], newElement: { of: 'another time' } }
    const { session, seen, puts } = await givenHeldAppointment(givenHeld(unknown))
    const outcome = await session.amend(seen, { description: 'Worse', comment: 'Afternoons' })
    assert.ok(outcome.kind === 'amended')
    assert.deepEqual(
      puts().map(({ body }) => body),
      [givenHeld({ ...unknown, description: 'Worse', comment: 'Afternoons' })],
    )
    assert.equal(puts()[0]?.headers['If-Match'], 'W/"1"')
  })

  test('APT-09 what is left out stays; an empty comment takes the comment away', async () => {
    const { session, seen, puts } = await givenHeldAppointment()
    const worse = await session.amend(seen, { description: 'Worse' })
    assert.ok(worse.kind === 'amended')
    assert.deepEqual([worse.appointment.description, worse.appointment.comment], ['Worse', 'Prefers mornings'])

    const bare = await session.amend(worse.appointment, { comment: ' ' })
    assert.ok(bare.kind === 'amended')
    assert.deepEqual([bare.appointment.description, bare.appointment.comment], ['Worse', undefined])
    assert.equal(Object.hasOwn(puts().at(-1)?.body as object, 'comment'), false)
  })

  test('the texts are as they were wanted already: nothing is sent, and no request is named', async () => {
    const { session, seen, puts } = await givenHeldAppointment()
    const outcome = await session.amend(seen, { description: 'Cough' })
    assert.deepEqual([outcome.kind, 'traceId' in outcome && outcome.traceId, puts().length], ['amended', undefined, 0])
  })

  test('CON-11 a practice that takes the blanks off a text has made the change nevertheless', async () => {
    const { session, seen, book, since } = await givenHeldAppointment()
    book.onPut = () => {
      book.held = givenHeld({ meta: { versionId: '2' }, description: 'Worse' })
      return Response.json(book.held)
    }
    assert.equal((await session.amend(seen, { description: 'Worse ' })).kind, 'amended')
    assert.equal(since().filter(({ path }) => path === 'Appointment/a-1').length, 2)
  })

  test('CON-07 CON-13 what the practice would refuse is not sent, nor is anything asked', async () => {
    const { session, seen, since } = await givenHeldAppointment()
    for (const wrong of [{ description: ' ' }, { description: 'x'.repeat(101) }, { comment: 'x'.repeat(501) }]) {
      const outcome = await session.amend(seen, wrong)
      assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['refused', 'TEXT_NOT_ALLOWED'])
    }
    assert.equal(since().length, 0)
  })
})
