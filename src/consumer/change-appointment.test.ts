import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Appointment } from './appointment.ts'
import { neverAnswers } from './given/appointments.ts'
import { givenHeld, givenHeldAppointment, lost } from './given/held-appointment.ts'
import { type PracticeRequest, refusal } from './given/practice.ts'

const ours = { description: 'Ours' }
/** Versions as a practice counts them. */
const next = (more: object) => givenHeld({ meta: { versionId: '2' }, ...more })
const unversioned = (more: object = {}) => givenHeld({ meta: undefined, ...more })

describe('What cannot be changed', () => {
  test('APT-09 what has begun, by the user’s own list, is not even looked at', async () => {
    const { session, seen, since } = await givenHeldAppointment()
    const begun: Appointment = { ...seen, start: '2026-03-02T08:00:00+00:00' }
    for (const outcome of [await session.amend(begun, ours), await session.cancel(begun, 'Ours')]) {
      assert.deepEqual([outcome.kind, 'because' in outcome && outcome.because], ['not-changeable', 'past'])
    }
    assert.equal(since().length, 0)
  })

  test('APT-12 a visit is the practice’s own', async () => {
    const url = 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-DeliveryChannel-2'
    const { session, seen, puts } = await givenHeldAppointment(givenHeld({ extension: [{ url, valueCode: 'Visit' }] }))
    for (const outcome of [await session.amend(seen, ours), await session.cancel(seen, 'Ours')]) {
      assert.deepEqual([outcome.kind, 'because' in outcome && outcome.because], ['not-changeable', 'visit'])
    }
    assert.equal(puts().length, 0)
  })

  test('APT-10 a cancelled one is not amended, and not cancelled again', async () => {
    const { session, seen, book, puts } = await givenHeldAppointment()
    book.held = next({ status: 'cancelled' })
    const amended = await session.amend(seen, ours)
    assert.deepEqual([amended.kind, 'because' in amended && amended.because], ['not-changeable', 'cancelled'])
    assert.equal((await session.cancel(seen, 'Ours')).kind, 'already-cancelled')
    assert.equal(puts().length, 0)
  })

  test('CON-08 SLOT-11 one that somebody has changed is shown beside what was seen, with its names, and nothing is sent', async () => {
    const { session, seen, book, puts } = await givenHeldAppointment()
    book.held = next({ description: 'Theirs' })
    const outcome = await session.amend(seen, ours)
    assert.ok(outcome.kind === 'changed-meanwhile')
    assert.deepEqual([outcome.seen.description, outcome.now.description, outcome.now.location?.name], ['Cough', 'Theirs', 'Main surgery'])
    assert.equal(puts().length, 0)
  })

  test('CON-08 the practice does not say how it is: nothing is sent, and its refusal is told', async () => {
    const { session, seen, book, puts } = await givenHeldAppointment()
    book.onRead = () => refusal(403, 'ACCESS DENIED')
    const outcome = await session.amend(seen, ours)
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code, puts().length], ['refused', 'ACCESS DENIED', 0])
  })
})

describe('A change is refused', () => {
  test('ERR-02 for another reason than its version: it is told at once, and nothing is read again', async () => {
    const { session, seen, book, since } = await givenHeldAppointment()
    book.onPut = () => refusal(422, 'INVALID_RESOURCE')
    const outcome = await session.amend(seen, ours)
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['refused', 'INVALID_RESOURCE'])
    assert.deepEqual(
      since().map(({ method }) => method),
      ['GET', 'PUT'],
    )
  })

  for (const [what, after, kind] of [
    ['somebody else was faster by a moment: both are shown', next({ description: 'Theirs' }), 'changed-meanwhile'],
    ['somebody else was faster with the very same: it is as it was wanted', next(ours), 'amended'],
    ['somebody else has cancelled it: it cannot be amended any more', next({ status: 'cancelled' }), 'not-changeable'],
    ['nothing has moved: it is a refusal', givenHeld(), 'refused'],
  ] as const) {
    test(`APT-11 for its version, and ${what}`, async () => {
      const { session, seen, book } = await givenHeldAppointment()
      book.onPut = () => {
        book.held = after
        return refusal(409, 'FHIR_CONSTRAINT_VIOLATION')
      }
      assert.equal((await session.amend(seen, ours)).kind, kind)
    })
  }

  test('APT-11 for its version, and the practice cannot be asked why: refused it was', async () => {
    const { session, seen, book } = await givenHeldAppointment()
    book.onPut = () => {
      book.onRead = lost
      return refusal(409, 'FHIR_CONSTRAINT_VIOLATION')
    }
    const outcome = await session.amend(seen, ours)
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['refused', 'FHIR_CONSTRAINT_VIOLATION'])
  })
})

describe('The answer to a change says nothing', () => {
  test('CON-08 after the practice has made it: it is read back, and told as done under the request’s trace id', async () => {
    for (const answer of [lost, () => new Response('<html>'), () => refusal(504, 'TIMEOUT'), () => Response.json(givenHeld())]) {
      const { session, seen, book, puts } = await givenHeldAppointment()
      book.onPut = () => {
        book.held = next(ours)
        return answer()
      }
      const outcome = await session.amend(seen, ours)
      assert.ok(outcome.kind === 'amended')
      assert.deepEqual([outcome.appointment.version, outcome.traceId], ['2', puts()[0]?.headers['Ssp-TraceID']])
    }
  })

  test('APT-11 before the practice has made it: it is asked for again under the same version, of which the practice takes one', async () => {
    // Given a request that is lost on its way
    const { session, seen, book, puts } = await givenHeldAppointment()
    const carryOut = book.onPut
    book.onPut = lost
    const first = await session.amend(seen, ours)
    assert.ok(first.kind === 'cannot-tell-yet')
    assert.match(first.advice, /as it was.*Try again in a minute: it cannot be changed twice/)
    assert.equal(first.because?.kind, 'unavailable')
    // When it is asked for again
    book.onPut = carryOut
    assert.equal((await session.amend(seen, ours)).kind, 'amended')
    // Then
    assert.deepEqual(
      puts().map(({ headers }) => headers['If-Match']),
      ['W/"1"', 'W/"1"'],
    )
  })

  test('APT-11 and somebody else has changed it: under its version the lost request is one no longer, so both are shown', async () => {
    const { session, seen, book } = await givenHeldAppointment()
    book.onPut = () => {
      book.held = next({ description: 'Theirs' })
      return lost()
    }
    const outcome = await session.amend(seen, ours)
    assert.deepEqual([outcome.kind, 'now' in outcome && outcome.now.description], ['changed-meanwhile', 'Theirs'])
  })

  test('CON-08 and the practice cannot be asked: nothing is said of how it is', async () => {
    const { session, seen, book } = await givenHeldAppointment()
    book.onPut = () => {
      book.onRead = lost
      return lost()
    }
    const outcome = await session.amend(seen, ours)
    assert.ok(outcome.kind === 'cannot-tell-yet')
    assert.match(outcome.advice, /could not be asked\. Try again in a minute: it cannot be changed twice/)
  })
})

describe('A practice that numbers no versions', () => {
  test('CON-08 is asked without one, and what the user saw is compared by what it says', async () => {
    const { session, seen, book, puts } = await givenHeldAppointment(unversioned())
    assert.equal((await session.amend(seen, ours)).kind, 'amended')
    assert.deepEqual([puts().length, puts()[0]?.headers['If-Match']], [1, undefined])

    for (const more of [{ description: 'Theirs' }, { comment: undefined }, { start: '2026-03-02T09:05:00+00:00' }]) {
      book.held = unversioned(more)
      const outcome = await session.cancel(seen, 'Ours')
      assert.ok(outcome.kind === 'changed-meanwhile')
    }
    assert.equal(puts().length, 1)
  })

  test('CON-08 a version that came with the list alone, or with the read alone, is nothing to compare', async () => {
    const { session, seen, puts } = await givenHeldAppointment(givenHeld())
    assert.equal((await session.amend({ ...seen, version: undefined }, ours)).kind, 'amended')
    assert.equal(puts()[0]?.headers['If-Match'], 'W/"1"')

    const without = await givenHeldAppointment(unversioned())
    assert.equal((await without.session.amend({ ...without.seen, version: '1' }, ours)).kind, 'amended')
  })

  test('a lost amendment may still arrive: the same once more does no harm, and that alone is advised', async () => {
    // Given a request that stays on its way
    const { session, seen, book } = await givenHeldAppointment(unversioned())
    const carryOut = book.onPut
    const late: PracticeRequest[] = []
    book.onPut = (request) => {
      late.push(request)
      return lost()
    }
    const first = await session.amend(seen, ours)
    assert.ok(first.kind === 'cannot-tell-yet')
    assert.match(first.advice, /same texts again does no harm.*wait five minutes/)
    assert.doesNotMatch(first.advice, /cannot be changed twice/)
    // When the same is made, and the first arrives after it
    book.onPut = carryOut
    assert.equal((await session.amend(seen, ours)).kind, 'amended')
    const once = book.held
    for (const request of late) await carryOut(request)
    // Then it is as if there had been one
    assert.deepEqual([late.length, book.held], [1, once])
  })

  test('a lost cancellation may still arrive: to cancel again does no harm', async () => {
    const { session, seen, book } = await givenHeldAppointment(unversioned())
    const carryOut = book.onPut
    const late: PracticeRequest[] = []
    book.onPut = (request) => {
      late.push(request)
      return lost()
    }
    const first = await session.cancel(seen, 'Ours')
    assert.ok(first.kind === 'cannot-tell-yet')
    assert.match(first.advice, /To cancel again does no harm.*may still arrive/)
    book.onPut = carryOut
    assert.equal((await session.cancel(seen, 'Ours')).kind, 'cancelled')
    const once = book.held
    for (const request of late) await carryOut(request)
    assert.deepEqual([late.length, book.held], [1, once])
    // And once it is cancelled, nothing more is sent.
    const again = await session.cancel(seen, 'Ours')
    assert.equal(again.kind, 'already-cancelled')
  })

  test('a lost change beside somebody else’s is not told as not made: it may yet replace theirs', async () => {
    const { session, seen, book } = await givenHeldAppointment(unversioned())
    book.onPut = () => {
      book.held = unversioned({ description: 'Theirs' })
      return lost()
    }
    const outcome = await session.amend(seen, ours)
    assert.ok(outcome.kind === 'cannot-tell-yet')
    assert.match(outcome.advice, /changed in another way.*may still arrive/)

    // And the same once more is not sent over theirs.
    const again = await session.amend(seen, ours)
    assert.deepEqual([again.kind, 'now' in again && again.now.description], ['changed-meanwhile', 'Theirs'])
  })

  test('APT-10 a lost amendment of what somebody has cancelled comes to nothing, version or not', async () => {
    const { session, seen, book } = await givenHeldAppointment(unversioned())
    book.onPut = () => {
      book.held = unversioned({ status: 'cancelled' })
      return lost()
    }
    const outcome = await session.amend(seen, ours)
    assert.deepEqual([outcome.kind, 'because' in outcome && outcome.because], ['not-changeable', 'cancelled'])
  })

  test('a refused change beside somebody else’s is not under way any more: both are shown', async () => {
    const { session, seen, book } = await givenHeldAppointment(unversioned())
    book.onPut = () => {
      book.held = unversioned({ description: 'Theirs' })
      return refusal(409, 'FHIR_CONSTRAINT_VIOLATION')
    }
    assert.equal((await session.amend(seen, ours)).kind, 'changed-meanwhile')
  })

  test('DIFF-05 one that wants a version nevertheless refuses, and is told as refusing', async () => {
    const { session, seen, book } = await givenHeldAppointment(unversioned())
    book.onPut = () => refusal(400, 'BAD_REQUEST')
    assert.deepEqual((await session.cancel(seen, 'Ours')).kind, 'refused')
  })
})

describe('The user gives a change up', () => {
  test('before it is sent, at any moment: nothing is, and that is told', async () => {
    // Given: before anything, while it is looked at, and between the look and the request
    for (const moment of ['before', 'while looking', 'after looking']) {
      const { session, seen, book, puts } = await givenHeldAppointment()
      const stop = new AbortController()
      if (moment === 'before') stop.abort()
      book.onRead = (request) => {
        stop.abort()
        return moment === 'while looking' ? Promise.reject(request.signal.reason) : undefined
      }
      // When
      for (const change of [
        () => session.amend(seen, ours, { signal: stop.signal }),
        () => session.cancel(seen, 'Ours', { signal: stop.signal }),
      ]) {
        const outcome = await change()
        // Then
        assert.ok(outcome.kind === 'unavailable', moment)
        assert.deepEqual([outcome.code, outcome.by], ['given-up', 'consumer'])
        assert.match(outcome.advice, /nothing was changed/)
      }
      assert.equal(puts().length, 0)
    }
  })

  test('once it is under way: it is read back all the same, and told as it is', async () => {
    for (const [isMade, kinds] of [
      [true, ['amended', 'cancelled']],
      [false, ['cannot-tell-yet', 'cannot-tell-yet']],
    ] as const) {
      const told: string[] = []
      for (const which of ['amend', 'cancel'] as const) {
        // Given
        const { session, seen, book, since } = await givenHeldAppointment()
        const stop = new AbortController()
        book.onPut = (request) => {
          if (isMade) book.held = request.body as object
          const answer = neverAnswers(request)
          stop.abort()
          return answer
        }
        // When
        const options = { signal: stop.signal }
        const outcome = which === 'amend' ? await session.amend(seen, ours, options) : await session.cancel(seen, 'Ours', options)
        // Then
        told.push(outcome.kind)
        const [, put, readBack] = since()
        assert.deepEqual(
          [put?.method, put?.signal.aborted, readBack?.path, readBack?.signal.aborted],
          ['PUT', true, 'Appointment/a-1', false],
        )
      }
      assert.deepEqual(told, kinds)
    }
  })

  test('too late, when it is made: it is made', async () => {
    const { session, seen, book } = await givenHeldAppointment()
    const stop = new AbortController()
    const carryOut = book.onPut
    book.onPut = (request) => {
      stop.abort()
      return carryOut(request)
    }
    assert.equal((await session.cancel(seen, 'Ours', { signal: stop.signal })).kind, 'cancelled')
  })
})
