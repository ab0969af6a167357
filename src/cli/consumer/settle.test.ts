import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PracticeRequest } from '../../consumer/given/practice.ts'
import { givenAppointment, givenAppointmentBook } from './given/appointment-book.ts'
import { book, CONFIG, gpa, oneOf } from './given/gpa.ts'

const lost = ({ path, method }: PracticeRequest) =>
  path === 'Appointment' && method === 'POST' ? Promise.reject(new TypeError('terminated')) : undefined

const LATER = '2026-03-02T08:10:00Z'
const SETTINGS = { './data/gpa.json': JSON.stringify(CONFIG) }

/** Files as they are after a booking whose answer was lost. */
async function givenLostBooking() {
  const uncertain = await book([], oneOf({ intercept: lost }))
  const files = Object.fromEntries([...uncertain.held].map(([path, content]) => [path, String(content)]))
  const [path = ''] = Object.keys(files).filter((one) => one.startsWith('data/in-doubt/'))
  return { uncertain, files, path }
}

describe('gpa settle', () => {
  test('what is uncertain is kept in a private file, which is named; what is certain is not', async () => {
    const { uncertain, path } = await givenLostBooking()
    assert.equal(uncertain.exitCode, 4)
    assert.ok(uncertain.errors.includes(`What was sent is kept in ${path}. Ask with: gpa settle`))
    assert.deepEqual(
      uncertain.writes.filter((write) => write.path === path).map(({ isPrivate }) => isPrivate),
      [true],
    )
    const certain = await book([])
    assert.deepEqual([...certain.held.keys()], ['./data/gpa.json'])
    assert.equal(certain.writes.length, 1)
  })

  test('CON-11 finds the appointment, shows it, and removes the file', async () => {
    const { files, path } = await givenLostBooking()
    const made = givenAppointment({
      start: '2026-03-02T09:00:00+00:00',
      end: '2026-03-02T09:10:00+00:00',
      slot: [{ reference: 'Slot/slot-1' }],
    })
    const { exitCode, output, held, posts } = await gpa(['settle'], { ...oneOf(givenAppointmentBook([made])), files })
    assert.deepEqual([exitCode, posts.length, held.has(path)], [0, 0, false])
    assert.match(output, /^Mon 2 Mar 09:00 at The Surgery, sent 08:00 on Mon 2 Mar: booked\n[\s\S]*Appointment +B86013\/a1/)
  })

  test('not there is certain after five minutes only, and until then the file stays', async () => {
    const { files, path } = await givenLostBooking()
    const early = await gpa(['settle'], { ...oneOf(givenAppointmentBook([])), files })
    assert.deepEqual([early.exitCode, early.held.has(path)], [4, true])
    assert.match(early.output, /not known yet[\s\S]*Ask again from 08:05 on Mon 2 Mar: gpa settle/)
    const late = await gpa(['settle', '--json'], { ...oneOf(givenAppointmentBook([])), files, now: LATER })
    assert.deepEqual([late.exitCode, late.held.has(path)], [0, false])
    assert.deepEqual(
      JSON.parse(late.output).settled.map((one: { outcome: { kind: string } }) => one.outcome.kind),
      ['not-booked'],
    )
  })

  test('too late to tell is listed until it is to be forgotten', async () => {
    const { files, path } = await givenLostBooking()
    const told = await gpa(['settle'], { files, now: '2026-03-04T08:00:00Z' })
    assert.deepEqual([told.exitCode, told.held.has(path)], [4, true])
    assert.match(told.output, /too late to tell[\s\S]*Ring the practice[\s\S]*gpa settle --forget/)
    const forgotten = await gpa(['settle', '--forget'], { files, now: '2026-03-04T08:00:00Z' })
    assert.deepEqual([forgotten.exitCode, forgotten.held.has(path)], [0, false])
  })

  test('of a registration that was under way nothing is certain yet, and no number is shown', async () => {
    const common = { format: 1, practice: 'B86013', organisation: 'Y00001', slotIds: ['slot-1'], start: '2026-03-02T09:00:00+00:00' }
    const inDoubt = { ...common, step: 'registering', nhsNumber: '9000000009', sentAt: '2026-03-02T08:00:00.000Z' }
    const files = { ...SETTINGS, 'data/in-doubt/r.json': JSON.stringify({ kind: 'booking', inDoubt }) }
    assert.equal((await gpa(['settle'], { files })).exitCode, 4)
    const { exitCode, output, held } = await gpa(['settle'], { files, now: LATER })
    assert.deepEqual([exitCode, held.has('data/in-doubt/r.json')], [0, false])
    assert.doesNotMatch(output, /900 ?000 ?0009/)
  })

  test('what is not ours is said to be so, and stays', async () => {
    const files = { ...SETTINGS, 'data/in-doubt/x.json': '{"kind":"booking"' }
    const { exitCode, output, held } = await gpa(['settle'], { files })
    assert.deepEqual([exitCode, held.has('data/in-doubt/x.json')], [4, true])
    assert.match(output, /x\.json: cannot be settled here/)
    assert.match((await gpa(['settle'])).output, /^Nothing is in doubt\.$/)
  })

  test('where it cannot be kept what is about to be sent, nothing is sent', async () => {
    const files = { 'nowhere/gpa.json': JSON.stringify(CONFIG), ...SETTINGS }
    const { exitCode, posts, errors } = await book(['--config', 'nowhere/gpa.json'], { files })
    assert.deepEqual([exitCode, posts.length], [2, 0])
    assert.match(errors, /Nothing was booked[\s\S]*GPA_STATE/)
  })
})
