import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPractice, givenSlot, type PracticeRequest, refusal } from '../../consumer/given/practice.ts'
import { givenAppointment, givenAppointmentBook } from './given/appointment-book.ts'
import { type GivenDesk, givenHandle, gpa } from './given/gpa.ts'

/** The patient has a1; `before` answers ahead of the practice. */
async function givenMove(before: (request: PracticeRequest) => Response | Promise<Response> | undefined = () => undefined) {
  const book = givenAppointmentBook()
  const slots = [givenSlot(), givenSlot({ id: 'slot-2', start: '2026-03-02T09:30:00+00:00', end: '2026-03-02T09:40:00+00:00' })]
  const practices = { B86013: givenPractice({ slots, intercept: (request) => before(request) ?? book.intercept(request) }) }
  const slot = await givenHandle()
  const move = (more: readonly string[], desk: GivenDesk = {}) =>
    gpa(['reschedule', '9000000009', 'B86013/a1', slot, '--reason', "Can't on Thursdays", ...more], { practices, ...desk })
  return { book, move, practices, slot }
}

const isBooking = ({ path, method }: PracticeRequest) => path === 'Appointment' && method === 'POST'
const lost = () => Promise.reject(new TypeError('terminated'))

describe('gpa reschedule', () => {
  test('CON-10 shows both, asks once, books the new one with the old one’s words, then cancels the old one', async () => {
    const { book, move } = await givenMove()
    const { exitCode, output, errors, asked, posts } = await move([], { answers: ['y'] })
    assert.deepEqual([exitCode, asked.length, posts.length, book.puts.length], [0, 1, 1, 1])
    assert.match(errors, /To be booked:[\s\S]*Description +Foot[\s\S]*To be cancelled once that is certain, because "Can't on Thursdays"/)
    assert.match(output, /^Moved: the old appointment, Thu 5 Mar 09:00, is cancelled\.[\s\S]*Monday 2 March 2026, 09:00/)
  })

  test('the old one is no clash of the new one, another of that day is', async () => {
    const { book, move } = await givenMove()
    book.change('a1', { start: '2026-03-02T09:00:00+00:00', end: '2026-03-02T09:10:00+00:00' })
    const another = { id: 'a3', start: '2026-03-02T16:00:00+00:00', end: '2026-03-02T16:10:00+00:00' }
    book.held.set('a3', givenAppointment(another))
    const { errors } = await move([], { answers: ['n'] })
    assert.match(errors, /same day as[^\n]*B86013\/a3/)
    assert.doesNotMatch(errors, /overlaps with/)
  })

  test('APT-05 the new one taken meanwhile: the old one stands, and what is free follows with a command', async () => {
    const { book, move } = await givenMove((request) => (isBooking(request) ? refusal(409, 'DUPLICATE_REJECTED') : undefined))
    const { exitCode, errors } = await move(['--yes'])
    assert.deepEqual([exitCode, book.puts.length], [1, 0])
    assert.match(errors, /^The old appointment stands\./)
    assert.match(errors, /gpa reschedule - B86013\/a1 B86013\/2026-03-02T09:30\/[0-9a-z]{5} --reason 'Can'\\''t on Thursdays'/)
  })

  test('somebody else’s appointment is not moved', async () => {
    const { book, move } = await givenMove()
    book.change('a1', { participant: [{ actor: { reference: 'Patient/patient-2' } }] })
    const { exitCode, errors, posts } = await move(['--yes'])
    assert.deepEqual([exitCode, posts.length, book.puts.length], [1, 0, 0])
    assert.match(errors, /somebody else’s/)
  })

  test('the old one cannot be cancelled: both are held, exit 4, and the command that is left to do', async () => {
    const { move } = await givenMove(({ method }) => (method === 'PUT' ? refusal(403, 'ACCESS DENIED') : undefined))
    const { exitCode, errors, held } = await move(['--yes'])
    assert.deepEqual([exitCode, [...held.keys()]], [4, ['./data/gpa.json']])
    assert.match(errors, /the patient has both[\s\S]*gpa cancel B86013\/a1 --reason 'Can'\\''t on Thursdays'/)
  })

  test('the answer to the booking lost: kept, and gpa settle goes on with it once it may', async () => {
    // Given
    let isLost = true
    const { book, move, practices } = await givenMove((request) => (isLost && isBooking(request) ? lost() : undefined))
    const { exitCode, errors, held } = await move(['--yes'])
    assert.equal(exitCode, 4)
    assert.match(errors, /The old appointment stands\.[\s\S]*kept in data\/in-doubt\//)
    const files = Object.fromEntries([...held].map(([path, content]) => [path, String(content)]))
    // When it turns out to have been booked
    isLost = false
    const times = { start: '2026-03-02T09:00:00+00:00', end: '2026-03-02T09:10:00+00:00' }
    book.held.set('a2', givenAppointment({ id: 'a2', ...times, slot: [{ reference: 'Slot/slot-1' }] }))
    const unasked = await gpa(['settle'], { practices, files })
    const settled = await gpa(['settle', '--yes'], { practices, files })
    // Then
    assert.deepEqual([unasked.exitCode, settled.exitCode, book.puts.length], [2, 0, 1])
    assert.match(settled.output, /instead of B86013\/a1: moved/)
    assert.deepEqual([...settled.held.keys()], ['./data/gpa.json'])
  })

  test('JSON holds the number masked, too', async () => {
    const { move } = await givenMove()
    const { output, exitCode } = await move(['--yes', '--json'])
    assert.deepEqual([exitCode, JSON.parse(output).kind], [0, 'rescheduled'])
    assert.doesNotMatch(output, /9000000009/)
  })
})
