import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenSlot } from '../../consumer/given/practice.ts'
import { gpa, oneOf } from './given/gpa.ts'

const at = (clock: string, id = clock) => {
  const end = new Date(Date.parse(`2026-03-02T${clock}:00Z`) + 600_000).toISOString()
  return givenSlot({ id, start: `2026-03-02T${clock}:00+00:00`, end })
}
const MORNING = [at('09:00'), at('09:10'), at('09:20'), at('14:00')]

async function starts(...more: string[]): Promise<string[]> {
  const { output, exitCode } = await gpa(['slots', 'B86013', '--json', ...more], oneOf({ slots: MORNING }))
  assert.equal(exitCode, 0)
  return JSON.parse(output).slots.map(({ start }: { start: string }) => start.slice(11, 16))
}

describe('gpa slots, filtered', () => {
  test('by each of what a caller may want', async () => {
    const all = ['09:00', '09:10', '09:20', '14:00']
    assert.deepEqual(await starts('--after', '9:10', '--before', '14:05'), ['09:10', '09:20'])
    for (const [option, fits, fitsNot] of [
      ['--gender', 'female', 'male'],
      ['--type', 'rout', 'blood'],
      ['--session', 'morning', 'evening'],
      ['--location', 'mill street', 'branch'],
      ['--role', 'general', 'nurse'],
      ['--channel', 'in-person', 'video'],
      ['--weekday', 'mon,fri', 'tue'],
    ] as const) {
      assert.deepEqual([option, await starts(option, fits), await starts(option, fitsNot)], [option, all, []])
    }
  })

  test('what cannot be meant is wrong usage', async () => {
    for (const [option, value] of [
      ['--after', '25:00'],
      ['--weekday', 't'],
      ['--minutes', '0'],
      ['--federation', 'nobody'],
    ] as const) {
      const { exitCode, sent } = await gpa(['slots', option, value])
      assert.deepEqual([option, exitCode, sent.length], [option, 2, 0])
    }
  })

  test('APT-04 adjacent slots that are long enough together come as one, and are booked as one', async () => {
    // Given the only twenty minutes of this morning
    const given = oneOf({ slots: MORNING })
    const { output } = await gpa(['slots', 'B86013', '--minutes', '20', '--json'], given)
    const { slots } = JSON.parse(output)
    assert.deepEqual(
      slots.map(({ minutes, slotIds }: { minutes: number; slotIds: string[] }) => [minutes, slotIds]),
      [[20, ['09:00', '09:10']]],
    )
    // When its handle is booked, which says nothing of minutes
    const { exitCode, posts } = await gpa(['book', '9000000009', slots[0].slot, '--description', 'x', '--yes'], given)
    // Then both slots are
    assert.equal(exitCode, 0)
    const body = posts[0]?.body as { slot: object[]; end: string }
    assert.deepEqual([body.slot, body.end], [[{ reference: 'Slot/09:00' }, { reference: 'Slot/09:10' }], '2026-03-02T09:20:00+00:00'])
  })

  test('SLOT-06 adjacent slots are joined once those that have begun are out', async () => {
    const { output } = await gpa(['slots', 'B86013', '--minutes', '20', '--json'], {
      ...oneOf({ slots: MORNING }),
      now: '2026-03-02T09:05:00Z',
    })
    assert.deepEqual(JSON.parse(output).slots[0]?.slotIds, ['09:10', '09:20'])
  })
})
