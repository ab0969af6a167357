import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenAppointment, givenAppointmentBook } from './given/appointment-book.ts'
import { gpa, oneOf } from './given/gpa.ts'

describe('gpa amend', () => {
  test('APT-09, CON-08 shows what it is and will be, asks, and changes that alone', async () => {
    const book = givenAppointmentBook()
    const line = ['amend', 'B86013/a1', '--description', 'Left foot', '--comment', 'Lift needed']
    const { exitCode, output, errors, asked } = await gpa(line, { ...oneOf(book), answers: ['y'] })
    assert.deepEqual([exitCode, asked.length, book.puts.length], [0, 1, 1])
    assert.match(errors, /To be amended:[\s\S]*Description +Foot[\s\S]*New description +Left foot\n +New comment +Lift needed/)
    assert.match(output, /^Amended\.[\s\S]*Description +Left foot[\s\S]*Comment +Lift needed[\s\S]*Appointment +B86013\/a1/)
  })

  test('an empty comment takes it away, and nothing to amend is wrong usage', async () => {
    const book = givenAppointmentBook([givenAppointment({ comment: 'Lift needed' })])
    const emptied = await gpa(['amend', 'B86013', 'a1', '--comment', '', '--yes'], oneOf(book))
    assert.equal(emptied.exitCode, 0)
    assert.doesNotMatch(emptied.output, /Lift needed/)
    assert.equal((await gpa(['amend', 'B86013/a1', '--yes'], oneOf(book))).exitCode, 2)
  })

  test('APT-11 changed while the user was asked: nothing is changed, and both versions are shown', async () => {
    // Given somebody who is faster than the user answers
    const book = givenAppointmentBook()
    let reads = 0
    const practice = oneOf({
      intercept: (request) => {
        if (request.path === 'Appointment/a1') reads += 1
        if (reads === 2) book.change('a1', { description: 'Somebody else’s words' })
        return book.intercept(request)
      },
    })
    // When
    const { exitCode, errors } = await gpa(['amend', 'B86013/a1', '--description', 'Left foot'], { ...practice, answers: ['y'] })
    // Then
    assert.deepEqual([exitCode, book.puts.length], [1, 0])
    assert.match(errors, /Nothing was changed\. Somebody has changed this/)
    assert.match(
      errors,
      /As you saw it:[\s\S]*Description +Foot[\s\S]*As the practice has it now:[\s\S]*Description +Somebody else’s words/,
    )
  })
})

describe('gpa cancel', () => {
  test('APT-10 with a reason, and a calendar file that takes it out of a calendar', async () => {
    const book = givenAppointmentBook()
    const line = ['cancel', 'B86013/a1', '--reason', 'Feels better', '--yes', '--ics', 'a1.ics']
    const { exitCode, output, held } = await gpa(line, oneOf(book))
    assert.equal(exitCode, 0)
    assert.match(output, /^Cancelled\.[\s\S]*Status +cancelled\n +Reason +Feels better/)
    assert.match(String(held.get('a1.ics')), /STATUS:CANCELLED/)
  })

  test('the reason is asked for at a terminal, and whoever says no has changed nothing', async () => {
    const book = givenAppointmentBook()
    const { exitCode, asked, errors } = await gpa(['cancel', 'B86013/a1'], { ...oneOf(book), answers: ['Feels better', ''] })
    assert.deepEqual([exitCode, asked.length, book.puts.length], [1, 2, 0])
    assert.match(errors, /Nothing was changed\.$/)
  })

  test('without a terminal --yes and the reason have to be there, before anything is sent', async () => {
    for (const line of [
      ['cancel', 'B86013/a1', '--reason', 'x'],
      ['cancel', 'B86013/a1', '--yes'],
      ['amend', 'B86013/a1', '--comment', 'x'],
    ]) {
      const { exitCode, sent, errors } = await gpa(line, oneOf(givenAppointmentBook()))
      assert.deepEqual([line, exitCode, sent.length], [line, 2, 0])
      assert.match(errors, /add --yes|needs --reason/)
    }
  })

  test('APT-11 a lost answer exits 4, and says that to try again is safe', async () => {
    const book = givenAppointmentBook()
    const given = oneOf({
      intercept: (request) => (request.method === 'PUT' ? Promise.reject(new TypeError('terminated')) : book.intercept(request)),
    })
    const { exitCode, errors } = await gpa(['cancel', 'B86013/a1', '--reason', 'x', '--yes'], given)
    assert.equal(exitCode, 4)
    assert.match(errors, /The answer was lost\.[\s\S]*Try again in a minute/)
  })
})
