import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPatient, givenSlot, refusal } from '../../consumer/given/practice.ts'
import { givenPerson } from '../../consumer/given/spine.ts'
import { book, givenHandle, gpa, oneOf } from './given/gpa.ts'

describe('gpa book', () => {
  test('CON-01, SLOT-11 finds the patient, books, and prints all there is to read out', async () => {
    const { output, exitCode, posts } = await book(['--comment', 'Lift needed'])
    assert.equal(exitCode, 0)
    for (const fact of [
      /^Booked\.$/m,
      /When +Monday 2 March 2026, 09:00 to 09:10 \(10 minutes\)/,
      /What +Routine, Morning surgery/,
      /With +Dr Sarah Black \(female\), General Medical Practitioner/,
      /How +In-person/,
      /Where +Main surgery, 2 Mill Street, Leeds, LS2 1AA/,
      /Practice +The Surgery \(B86013\)/,
      /For +Mrs Jane Smith, born 22 October 1980, 900 000 ••••/,
      /Description +Blood pressure check/,
      /Comment +Lift needed/,
      /Appointment +B86013\/appointment-1/,
      /Trace id +0{8}-/,
    ]) {
      assert.match(output, fact)
    }
    assert.doesNotMatch(output, /temporary/)
    assert.equal(posts.length, 1)
  })

  test('CON-03 says that the patient was registered as temporary', async () => {
    const { output, exitCode } = await book([], oneOf({ patients: [] }))
    assert.match(output, /had no record at The Surgery and was registered there as a temporary patient\./)
    assert.equal(exitCode, 0)
  })

  test('SEC-07 shows the NHS number whole only when asked to', async () => {
    const shown = await book(['--show-nhs-number'])
    assert.match(shown.output, /900 000 0009/)
    for (const { output, errors } of [await book([]), await book(['--json'])]) assert.doesNotMatch(output + errors, /900 ?000 ?0009/)
  })

  test('prints JSON', async () => {
    const outcome = JSON.parse((await book(['--json'])).output)
    assert.deepEqual([outcome.kind, outcome.appointment.id, outcome.patient.nhsNumber], ['booked', 'appointment-1', '900 000 ••••'])
  })

  test('APT-05 a slot taken meanwhile, before or at the booking, exits 1 with nothing booked', async () => {
    const handle = await givenHandle()
    const args = ['book', '9000000009', handle, '--description', 'x', '--yes']
    const before = await gpa(args, oneOf({ slots: [] }))
    assert.deepEqual([before.exitCode, before.posts.length], [1, 0])
    assert.match(before.errors, /Nothing was booked\. This slot is not free any more\./)

    const taken = oneOf({ intercept: ({ path }) => (path === 'Appointment' ? refusal(409, 'DUPLICATE_REJECTED') : undefined) })
    const during = await gpa(args, taken)
    assert.deepEqual([during.exitCode, during.posts.length], [1, 1])
    assert.match(during.errors, /has just been taken\.\nSomebody else was faster\./)
  })

  test('another slot at the same time is not the one meant', async () => {
    const handle = await givenHandle()
    const { exitCode, posts } = await gpa(
      ['book', '9000000009', handle, '--description', 'x', '--yes'],
      oneOf({ slots: [givenSlot({ id: 'slot-9' })] }),
    )
    assert.deepEqual([exitCode, posts.length], [1, 0])
  })

  test('CON-09 for a sensitive patient no practice is asked anything', async () => {
    const people = { '9000000009': givenPerson('9000000009', { meta: { security: [{ code: 'R' }] } }) }
    const { exitCode, errors, sent } = await gpa(['book', '9000000009', await givenHandle(), '--description', 'x', '--yes'], { people })
    assert.deepEqual([exitCode, sent.length], [1, 0])
    assert.match(errors, /Nothing was booked\. This person’s record is restricted/)
  })

  test('CON-04 a superseded number is told with the new one, masked', async () => {
    const people = { '9000000009': givenPerson('9000000017') }
    const { exitCode, errors } = await gpa(['book', '9000000009', await givenHandle(), '--description', 'x', '--yes'], { people })
    assert.equal(exitCode, 1)
    assert.match(errors, /another NHS number now.*The new number: 900 000 ••••/)
    const json = await gpa(['book', '9000000009', await givenHandle(), '--description', 'x', '--yes', '--json'], { people })
    assert.deepEqual([JSON.parse(json.output).by, json.output.includes('9000000017')], ['900 000 ••••', false])
  })

  test('CON-06 differences stop it with exit code 1, and --accept-differences goes on', async () => {
    const given = oneOf({ patients: [givenPatient({ birthDate: '1990-10-22' })] })
    const stopped = await book([], given)
    assert.deepEqual([stopped.exitCode, stopped.posts.length], [1, 0])
    assert.match(stopped.errors, /Date of birth +PDS: 1980-10-22; practice: 1990-10-22/)
    const accepted = await book(['--accept-differences'], oneOf({ patients: [givenPatient({ birthDate: '1990-10-22' })] }))
    assert.equal(accepted.exitCode, 0)
    assert.match(accepted.output, /Date of birth +PDS: 1980-10-22/)
  })

  test('CON-11 a lost answer exits 4, says that it is uncertain and what to do', async () => {
    const given = oneOf({
      intercept: ({ path, method }) =>
        path === 'Appointment' && method === 'POST' ? Promise.reject(new TypeError('terminated')) : undefined,
    })
    const { exitCode, errors, posts } = await book([], given)
    assert.deepEqual([exitCode, posts.length], [4, 1])
    assert.match(errors, /The answer to the booking was lost\.[\s\S]*Do not book again[\s\S]*Trace id: 0{8}-/)
  })

  test('CON-03 CON-11 a disk that is full once the patient is registered: that is told, nothing is booked, and nothing is in doubt', async () => {
    const given = () => ({ ...oneOf({ patients: [] }), roomFor: 1 })
    const { exitCode, errors, posts, held } = await book([], given())
    assert.deepEqual([exitCode, posts.map(({ path }) => path)], [1, ['Patient/$gpc.registerpatient']])
    assert.match(errors, /Nothing was booked.*ENOSPC[\s\S]*was registered there as a temporary patient/)
    assert.deepEqual([...held.keys()], ['./data/gpa.json'])
    const json = await book(['--json'], given())
    assert.deepEqual([json.exitCode, JSON.parse(json.output).kind, JSON.parse(json.output).registeredNow], [1, 'not-kept', true])
  })

  test('CON-11 that it was booked is told though the file of it cannot be removed any more', async () => {
    const { exitCode, output, errors } = await book([], { isFrozen: true })
    assert.equal(exitCode, 0)
    assert.match(output, /^Booked\.$/m)
    assert.match(errors, /in-doubt\/.*\.json could not be removed/)
  })

  test('CON-07 a text too long is refused here', async () => {
    const { exitCode, errors, posts } = await gpa(['book', '9000000009', await givenHandle(), '--description', 'x'.repeat(101), '--yes'])
    assert.deepEqual([exitCode, posts.length], [1, 0])
    assert.match(errors, /The description has 101 characters; at most 100 are allowed\./)
  })
})
