import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type GivenPractice, givenPatient, givenPractice, givenSlot, refusal } from '../../consumer/given/practice.ts'
import { givenAppointment, givenAppointmentBook } from './given/appointment-book.ts'
import { book, givenHandle, gpa, oneOf } from './given/gpa.ts'

const NUMBER = /900 ?000 ?0009/

describe('gpa book, before it books', () => {
  test('shows everything that will be sent, and books once that is confirmed', async () => {
    const { exitCode, errors, asked, posts } = await book(['--comment', 'Lift needed'], { answers: ['y'] })
    assert.deepEqual([exitCode, asked.length, posts.length], [0, 1, 1])
    for (const fact of [
      /When +Monday 2 March 2026, 09:00 to 09:10/,
      /For +Mrs Jane Smith, born 22 October 1980, 900 000 ••••/,
      /Description +Blood pressure check/,
      /Comment +Lift needed/,
      /Booked by +Jones, Leeds Hub \(Y00001\)/,
    ]) {
      assert.match(errors, fact)
    }
  })

  test('whoever does not say yes has sent nothing', async () => {
    for (const answer of ['', 'n', 'yes please']) {
      const { exitCode, posts, errors } = await book([], { answers: [answer] })
      assert.deepEqual([answer, exitCode, posts.length], [answer, 1, 0])
      assert.match(errors, /Nothing was changed\.$/)
    }
  })

  test('without a terminal and without --yes nothing is sent, and it says why', async () => {
    const { exitCode, sent, errors } = await gpa(['book', '9000000009', await givenHandle(), '--description', 'x'])
    assert.deepEqual([exitCode, sent.length], [2, 0])
    assert.match(errors, /add --yes/)
  })

  test('CON-03 says who will be registered, with what', async () => {
    const { errors } = await book([], { ...oneOf({ patients: [] }), answers: ['n'] })
    assert.match(errors, /The Surgery has no record of this patient: they will be registered there as temporary/)
    assert.match(errors, /female; 1 Boar Lane, Leeds, LS1 6AE; 01130000001/)
  })

  test('CON-06 differences are shown first, and whoever says yes to them has accepted them', async () => {
    const given = { ...oneOf({ patients: [givenPatient({ birthDate: '1990-10-22' })] }), answers: ['y'] }
    const { exitCode, errors, asked, posts } = await book([], given)
    assert.deepEqual([exitCode, posts.length], [0, 1])
    assert.match(errors, /PDS and the practice disagree[\s\S]*Date of birth +PDS: 1980-10-22; practice: 1990-10-22/)
    assert.match(asked[0] ?? '', /Is this the right patient/)
  })

  test('clashes are pointed out, to a script too', async () => {
    const appointments = [
      givenAppointment({ id: 'same-time', start: '2026-03-02T09:05:00+00:00', end: '2026-03-02T09:15:00+00:00' }),
      givenAppointment({ id: 'same-day', start: '2026-03-02T15:00:00+00:00', end: '2026-03-02T15:10:00+00:00' }),
    ]
    const asked = await book([], { ...oneOf(givenAppointmentBook(appointments)), answers: ['n'] })
    assert.match(asked.errors, /overlaps with what the patient has already: Mon 2 Mar 09:05.*\(B86013\/same-time\)/)
    assert.match(asked.errors, /is on the same day as what the patient has already: Mon 2 Mar 15:00.*\(B86013\/same-day\)/)
    const script = await book(['--json'], oneOf(givenAppointmentBook(appointments)))
    assert.equal(JSON.parse(script.output).clashes.overlapping[0].id, 'same-time')
  })

  test('clashes at the other practices of the federation too; who could not be asked is named', async () => {
    const elsewhere = givenAppointment({ id: 'there', start: '2026-03-02T15:00:00+00:00', end: '2026-03-02T15:10:00+00:00' })
    const given = (other: GivenPractice) => ({ practices: { B86013: givenPractice(), B86014: givenPractice(other) }, answers: ['n'] })
    assert.match((await book([], given(givenAppointmentBook([elsewhere])))).errors, /same day as[^\n]*\(B86014\/there\)/)
    const silent = await book([], given({ intercept: ({ path }) => (path === 'Slot' ? undefined : refusal(500, 'INTERNAL_SERVER_ERROR')) }))
    assert.match(silent.errors, /Not known what the patient has on that day at: The Other One\./)
  })

  test('asks at a terminal for what is missing, so that the NHS number is not on the command line', async () => {
    const answers = ['900 000 0009', 'Sore throat', 'y']
    const { exitCode, asked, posts } = await gpa(['book', '-', await givenHandle()], { answers })
    assert.deepEqual([exitCode, posts.length], [0, 1])
    assert.deepEqual(asked.slice(0, 2), ['NHS number: ', 'What it is about, without anything clinical: '])
  })

  test('a script gives the NHS number by standard input', async () => {
    const line = ['book', '-', await givenHandle(), '--description', 'x', '--yes']
    assert.equal((await gpa(line, { standardInput: '900 000 0009\n' })).exitCode, 0)
    assert.equal((await gpa(line, { standardInput: '900 000 0008\n' })).exitCode, 2)
  })
})

describe('gpa book, when the slot has gone', () => {
  const later = givenSlot({ id: 'slot-2', start: '2026-03-02T09:30:00+00:00', end: '2026-03-02T09:40:00+00:00' })
  const line = async () => ['book', '9000000009', await givenHandle(), '--description', "It's a cough", '--yes']
  const command = /gpa book - B86013\/2026-03-02T09:30\/[0-9a-z]{5} --description 'It'\\''s a cough'/

  test('before it could be booked, the nearest that are free follow, with a command to copy', async () => {
    const earlier = givenSlot({ id: 'slot-3', start: '2026-03-02T08:10:00+00:00', end: '2026-03-02T08:20:00+00:00' })
    const { exitCode, errors } = await gpa(await line(), oneOf({ slots: [earlier, later] }))
    assert.equal(exitCode, 1)
    assert.match(errors, command)
    assert.doesNotMatch(errors, NUMBER)
  })

  test('APT-05 at the booking, those like it follow', async () => {
    const taken = oneOf({
      slots: [givenSlot(), later],
      intercept: ({ path, method }) => (path === 'Appointment' && method === 'POST' ? refusal(409, 'DUPLICATE_REJECTED') : undefined),
    })
    const { exitCode, errors } = await gpa(await line(), taken)
    assert.equal(exitCode, 1)
    assert.match(errors, /has just been taken[\s\S]*Nearest that is free:/)
    assert.match(errors, command)
  })
})

describe('gpa book --ics', () => {
  test('writes a calendar file that does not say who', async () => {
    const { held, errors, exitCode } = await book(['--ics', 'a.ics'])
    const text = String(held.get('a.ics'))
    assert.equal(exitCode, 0)
    assert.match(errors, /a\.ics: a calendar file/)
    assert.match(text, /DTSTART:20260302T090000Z\r\nDTEND:20260302T091000Z/)
    assert.doesNotMatch(text, /Smith|Jane|900000|Blood pressure/)
  })

  test('a file that cannot be written does not hide that it was booked', async () => {
    const { exitCode, output, errors } = await book(['--ics', 'nowhere/a.ics'])
    assert.equal(exitCode, 0)
    assert.match(output, /^Booked\./)
    assert.match(errors, /nowhere\/a\.ics cannot be written.*gpa ics B86013\/appointment-1 --out FILE/)
  })
})
