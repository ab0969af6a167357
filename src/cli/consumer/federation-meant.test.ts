import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { givenPractice, givenSlot } from '../../consumer/given/practice.ts'
import { givenAppointmentBook } from './given/appointment-book.ts'
import { CONFIG, gpa } from './given/gpa.ts'

const LONG = givenSlot({ id: 'slot-2', start: '2026-03-02T10:00:00+00:00', end: '2026-03-02T10:20:00+00:00' })

/** A saved federation of the second practice alone, which looks for twenty minutes unless told otherwise. */
async function givenFederation(t: TestContext) {
  const home = await mkdtemp(join(tmpdir(), 'gpa-federation-'))
  t.after(() => rm(home, { recursive: true }))
  const federation = {
    kind: 'federation',
    id: 'the-other',
    name: 'The Other',
    practices: [{ odsCode: 'B86014', name: 'The Other One' }],
    defaultFilter: { minutes: 20 },
  }
  await mkdir(join(home, 'federations'))
  await writeFile(join(home, 'federations', 'the-other.json'), JSON.stringify(federation))
  const config = join(home, 'gpa.json')
  const files = { [config]: JSON.stringify(CONFIG) }
  const practices = { B86014: givenPractice({ slots: [givenSlot(), LONG], ...givenAppointmentBook() }) }
  return (line: readonly string[]) => gpa([...line, '--federation', 'The Other', '--config', config], { files, practices })
}

describe('A saved federation', () => {
  test('CON-02 is searched by its name, with what it looks for unless something else is asked for', async (t) => {
    const run = await givenFederation(t)
    const minutes = async (...more: string[]) => {
      const { output, sent } = await run(['slots', '--json', ...more])
      assert.deepEqual([...new Set(sent.map(({ practice }) => practice))], ['B86014'])
      return JSON.parse(output).slots.map((slot: { minutes: number }) => slot.minutes)
    }
    assert.deepEqual([await minutes(), await minutes('--minutes', '5')], [[20], [10, 20]])
  })

  test('is asked for a patient’s appointments, and is not named beside practices', async (t) => {
    const run = await givenFederation(t)
    const { output, sent } = await run(['appointments', '9000000009'])
    assert.match(output, /B86014\/a1/)
    assert.deepEqual([...new Set(sent.map(({ practice }) => practice))], ['B86014'])
    assert.equal((await run(['slots', 'B86013'])).exitCode, 2)
  })
})
