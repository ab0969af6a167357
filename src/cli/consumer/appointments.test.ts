import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPractice, refusal } from '../../consumer/given/practice.ts'
import { givenPerson } from '../../consumer/given/spine.ts'
import { givenAppointment, givenAppointmentBook } from './given/appointment-book.ts'
import { gpa } from './given/gpa.ts'

const LINE = ['appointments', '9000000009']
const withBook = (...appointments: ReturnType<typeof givenAppointment>[]) => givenPractice(givenAppointmentBook(appointments))

describe('gpa appointments', () => {
  test('CON-14 APT-08 lists what there is at all practices, soonest first, and says that earlier ones are not shown', async () => {
    const later = givenAppointment({ id: 'a2', start: '2026-03-09T09:00:00+00:00', end: '2026-03-09T09:10:00+00:00', status: 'cancelled' })
    const { exitCode, output } = await gpa(LINE, { practices: { B86013: withBook(later), B86014: withBook(givenAppointment()) } })
    const lines = output.split('\n')
    assert.equal(exitCode, 0)
    assert.match(lines[1] ?? '', /^Thu 5 Mar 09:00 .* Foot +booked +B86014\/a1/)
    assert.match(lines[2] ?? '', /^Mon 9 Mar 09:00 .* cancelled +B86013\/a2/)
    assert.equal(lines.at(-1), 'Earlier appointments are not shown.')
  })

  test('who has no record, and who could not be asked, is said; none found is not said as if all had been asked', async () => {
    const practices = {
      B86013: givenPractice({ patients: [] }),
      B86014: givenPractice({ intercept: () => refusal(500, 'INTERNAL_SERVER_ERROR') }),
    }
    const { exitCode, output, errors } = await gpa(LINE, { practices })
    assert.equal(exitCode, 3)
    assert.match(errors, /✓ B86013 The Surgery: has no record of this patient$/m)
    assert.match(errors, /✗ B86014 The Other One: Could not find the patient: no usable answer/)
    assert.match(output, /^No appointments at the practices that answered\. Earlier appointments are not shown\./)
  })

  test('CON-09 for a sensitive patient no practice is asked anything', async () => {
    const people = { '9000000009': givenPerson('9000000009', { meta: { security: [{ code: 'R' }] } }) }
    const { exitCode, sent } = await gpa(LINE, { people })
    assert.deepEqual([exitCode, sent.length], [1, 0])
  })

  test('only the practices named are asked, for the days named', async () => {
    const { sent } = await gpa([...LINE, 'B86013', '--to', '2026-03-06'], { practices: { B86013: withBook() } })
    assert.deepEqual([...new Set(sent.map(({ practice }) => practice))], ['B86013'])
    assert.deepEqual(sent.at(-1)?.query.getAll('start'), ['ge2026-03-02', 'le2026-03-06'])
    for (const days of [
      ['--to', '2026-03-01'],
      ['--from', '2026-03-09', '--to', '2026-03-08'],
    ]) {
      assert.equal((await gpa([...LINE, ...days])).exitCode, 2)
    }
  })

  test('prints JSON, by practice', async () => {
    const { output } = await gpa([...LINE, 'B86013', '--json'], { practices: { B86013: withBook(givenAppointment()) } })
    const [listed] = JSON.parse(output).practices
    assert.deepEqual([listed.odsCode, listed.kind, listed.appointments.length], ['B86013', 'listed', 1])
  })
})
