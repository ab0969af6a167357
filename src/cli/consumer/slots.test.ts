import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPractice, givenSlot, refusal } from '../../consumer/given/practice.ts'
import { gpa, oneOf, SLOT } from './given/gpa.ts'

describe('gpa slots', () => {
  test('CON-02 shows the federation’s slots in one table, soonest first, and tells who could not be asked', async () => {
    // Given
    const later = givenSlot({ id: 'slot-2', start: '2026-03-03T09:00:00+00:00', end: '2026-03-03T09:20:00+00:00' })
    const refusing = givenPractice({ intercept: () => refusal(403, 'ACCESS DENIED', 'Switched off.') })
    // When
    const practices = { B86013: givenPractice({ slots: [later, givenSlot()] }), B86014: refusing }
    const { output, errors, exitCode } = await gpa(['slots'], { practices })
    // Then
    const lines = output.split('\n').map((line) => line.trim())
    assert.match(lines[0] ?? '', /^When +Min +How +Type +With +Where +Slot$/)
    assert.match(
      lines[1] ?? '',
      /^Mon 2 Mar 09:00 +10 +In-person +Routine +Dr Sarah Black \(female\), General Medical Practitioner +Main surgery +B86013\/2026-03-02T09:00\/[0-9a-z]{5}$/,
    )
    assert.match(lines[2] ?? '', /^Tue 3 Mar 09:00 +20/)
    assert.match(errors, /✓ B86013 The Surgery: 2 free/)
    assert.match(errors, /✗ B86014 The Other One: Could not search free slots: refused by the practice's system \(ACCESS DENIED\)\./)
    assert.match(errors, /Ring the practice\.[\s\S]*Details: Switched off\.[\s\S]*Trace id: 0{8}-/)
    assert.equal(exitCode, 0)
  })

  test('asks from today for two weeks, or as told', async () => {
    const dates = ({ sent }: Awaited<ReturnType<typeof gpa>>) => sent.map(({ query }) => [query.get('start'), query.get('end')])
    assert.deepEqual(dates(await gpa(['slots', 'b86013'])), [['ge2026-03-02', 'le2026-03-16']])
    assert.deepEqual(dates(await gpa(['slots', 'B86013', '--from', '2026-03-05', '--to', '2026-03-06'])), [
      ['ge2026-03-05', 'le2026-03-06'],
    ])
  })

  test('SLOT-06 leaves out what has begun', async () => {
    const { output } = await gpa(['slots', 'B86013'], { now: '2026-03-02T09:00:00Z' })
    assert.match(output, /^No free slots from 2026-03-02 to 2026-03-16/)
  })

  test('shows as many as asked for', async () => {
    const slots = Array.from({ length: 30 }, (_, index) => givenSlot({ id: `s${index}` }))
    const count = async (...more: string[]) => (await gpa(['slots', 'B86013', ...more], oneOf({ slots }))).output.match(/B86013\//g)?.length
    assert.deepEqual([await count(), await count('--limit', '5'), await count('--limit', '0')], [20, 5, 30])
  })

  test('prints JSON, and nothing beside it', async () => {
    const { output, errors } = await gpa(['slots', 'B86013', '--channel', 'in-person', '--role', 'medical', '--json'])
    const { practices, found, slots } = JSON.parse(output)
    assert.deepEqual(practices, [{ odsCode: 'B86013', name: 'The Surgery', outcome: 'offers', offers: 1, unusable: 0 }])
    assert.deepEqual([found, slots[0].slotId, slots[0].slot.startsWith(SLOT), errors], [1, 'slot-1', true, ''])
  })

  test('CON-02 where somebody could not be asked, no slots found is not said as if they had none', async () => {
    const refusing = () => givenPractice({ intercept: () => refusal(403, 'ACCESS DENIED') })
    const nobody = await gpa(['slots'], { practices: { B86013: refusing(), B86014: refusing() } })
    assert.match(nobody.output, /^No practice could be searched: what each said stands above\./)
    assert.equal(nobody.exitCode, 1)
    const some = await gpa(['slots'], { practices: { B86013: givenPractice({ slots: [] }), B86014: refusing() } })
    assert.match(some.output, /^No free slots from 2026-03-02 to 2026-03-16 at the practices that answered\./)
  })

  test('says with its exit code when somebody did not answer', async () => {
    const { exitCode, errors } = await gpa(['slots', 'B86013'], oneOf({ intercept: () => refusal(500, 'INTERNAL_SERVER_ERROR') }))
    assert.equal(exitCode, 3)
    assert.match(errors, /no usable answer from the practice's system/)
  })
})
