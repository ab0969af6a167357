import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { searchset } from './given/practice.ts'
import { givenOdsCode, givenSpine, NOW } from './given/spine.ts'
import { listAppointments } from './list-appointments.ts'
import { openLine } from './practice-line.ts'

const appointment = (id: string, hour: string, more: object = {}) => ({
  resourceType: 'Appointment',
  id,
  status: 'booked',
  start: `2026-03-02T${hour}:00:00+00:00`,
  end: `2026-03-02T${hour}:10:00+00:00`,
  participant: [{ actor: { reference: 'Patient/patient-1' } }, { actor: { reference: 'Location/place-1' } }],
  ...more,
})

function givenList(appointments: readonly object[]) {
  const practice = (request: { path: string }) =>
    Promise.resolve(
      request.path.endsWith('/Appointment')
        ? searchset(appointments)
        : Response.json({ resourceType: 'Location', id: 'place-1', name: 'Main surgery' }),
    )
  const { spine, asker, sent, now } = givenSpine({ practices: { B86013: practice } })
  const line = openLine(spine, givenOdsCode('B86013'), asker)
  return { list: (range = {}) => listAppointments({ now }, line, 'patient-1', range), sent }
}

describe('List appointments', () => {
  test('CON-14 APT-08 asks from today on, however early it is wanted from, and says which days it asked about', async () => {
    const { list, sent } = givenList([])
    const listed = await list({ from: '2020-01-01', to: '2026-03-31' })
    assert.ok(listed.kind === 'listed')
    assert.deepEqual([listed.from, listed.to], [NOW.slice(0, 10), '2026-03-31'])
    assert.deepEqual(sent[0]?.query.getAll('start'), ['ge2026-03-02', 'le2026-03-31'])
  })

  test('APT-08 a range that ends before it starts, or before today, is a mistake of the caller', async () => {
    const { list, sent } = givenList([])
    await assert.rejects(list({ from: '2026-04-01', to: '2026-03-31' }), RangeError)
    await assert.rejects(list({ to: '2026-03-01' }), RangeError)
    assert.equal(sent.length, 0)
  })

  test('SLOT-11 soonest first, cancelled ones too, each place read once for all', async () => {
    const { list, sent } = givenList([
      appointment('late', '11'),
      appointment('early', '09', { status: 'cancelled' }),
      appointment('mid', '10'),
    ])
    const listed = await list()
    assert.ok(listed.kind === 'listed')
    assert.deepEqual(
      listed.appointments.map(({ id, status, location }) => [id, status, location?.name]),
      [
        ['early', 'cancelled', 'Main surgery'],
        ['mid', 'booked', 'Main surgery'],
        ['late', 'booked', 'Main surgery'],
      ],
    )
    assert.equal(sent.filter(({ path }) => path === 'Location/place-1').length, 1)
  })

  test('CON-11 what makes no sense, or is somebody else’s, is left out and counted', async () => {
    const another = { participant: [{ actor: { reference: 'Patient/patient-2' } }] }
    const { list } = givenList([appointment('own', '09'), appointment('other', '10', another), { resourceType: 'Appointment', id: 'x' }])
    const listed = await list()
    assert.ok(listed.kind === 'listed')
    assert.deepEqual([listed.appointments.map(({ id }) => id), listed.unusable], [['own'], 2])
  })
})
