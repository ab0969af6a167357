import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPractice } from '../../consumer/given/practice.ts'
import { CONFIG, givenHandle, gpa, oneOf } from './given/gpa.ts'

describe('gpa appointment', () => {
  test('APT-07 shows an appointment, or who does not know it', async () => {
    const appointment = {
      resourceType: 'Appointment',
      id: 'a1',
      status: 'booked',
      description: 'Foot',
      start: '2026-07-01T09:00:00+01:00',
      end: '2026-07-01T09:10:00+01:00',
    }
    const shown = await gpa(['appointment', 'b86013', 'a1'], oneOf({ appointments: [appointment] }))
    assert.equal(shown.exitCode, 0)
    assert.match(shown.output, /When +Wednesday 1 July 2026, 09:00 to 09:10[\s\S]*Description +Foot[\s\S]*Status +booked/)

    const unknown = await gpa(['appointment', 'B86013', 'a2'])
    assert.equal(unknown.exitCode, 1)
    assert.match(unknown.errors, /refused by the practice's system \(NO_RECORD_FOUND\)/)
  })
})

describe('gpa practices', () => {
  test('ORG-04, CON-04 shows who is in the directory and who answers', async () => {
    const practices = { B86013: givenPractice() }
    const { output, exitCode } = await gpa(['practices'], { practices, notEnabled: ['B86014'] })
    assert.match(output, /B86013 +The Surgery +endpoint found +answers: Book 2/)
    assert.match(output, /B86014 +The Other One +not enabled +-/)
    assert.equal(exitCode, 0)
  })

  test('one that does not answer is told, with exit code 3', async () => {
    const { output, exitCode } = await gpa(['practices'])
    assert.match(output, /B86014 +The Other One +endpoint found +does not answer: HTTP 502/)
    assert.equal(exitCode, 3)
  })
})

describe('gpa', () => {
  test('explains itself, its exit codes included', async () => {
    const { output, exitCode } = await gpa(['--help'])
    assert.equal(exitCode, 0)
    for (const part of [/practices/, /slots/, /book/, /appointment/, /Exit codes:\n {2}0 {2}done\n {2}1 {2}refused/])
      assert.match(output, part)
  })

  test('wrong usage exits 2, and an NHS number that was mistyped is not repeated', async () => {
    const handle = await givenHandle()
    for (const line of [
      [],
      ['bok'],
      ['slots', '--from', '2026-02-30'],
      ['slots', '--from', '2026-03-02', '--to', '2026-03-01'],
      ['slots', 'B8/6013'],
      ['book', '9000000009', handle],
      ['book', '9000000009', 'B86013/tomorrow/abcde', '--description', 'x'],
      ['book', '9000000008', handle, '--description', 'x'],
    ]) {
      const { exitCode, output, errors, sent } = await gpa(line)
      assert.deepEqual([line, exitCode, sent.length], [line, 2, 0])
      assert.doesNotMatch(output + errors, /9000000008/)
    }
  })

  test('SEC-07 a number typed in the wrong place is neither repeated nor looked up', async () => {
    for (const line of [
      ['book', 'B86013/2026-03-02T09:00/abcde', '9000000009', '--description', 'x'],
      ['book', await givenHandle(), '900 000 0009', '--description', 'x'],
      ['appointments', '9000000009', '9000000009'],
      ['register', '9000000009', '9000000009'],
      ['slots', '9000000009'],
      ['9000000009'],
      ['settle', '9000000009'],
    ]) {
      const { exitCode, output, errors, sent } = await gpa(line)
      assert.deepEqual([line, exitCode, sent.length], [line, 2, 0])
      assert.doesNotMatch(output + errors, /900 ?000 ?0009/)
    }
  })

  test('without settings it says how to get some', async () => {
    const { exitCode, errors } = await gpa(['slots', '--config', 'mine.json'], { files: {} })
    assert.equal(exitCode, 2)
    assert.match(errors, /no file mine\.json: `npm start` starts the sandbox and writes one/)
  })

  test('settings tell all their faults at once, each with its place', async () => {
    const faulty = {
      ...CONFIG,
      pds: { url: 'ftp://pds.test' },
      ssp: { url: 'https://ssp.test/' },
      federation: [{ odsCode: 'b86013', name: '' }],
      extra: 1,
    }
    const { exitCode, errors } = await gpa(['slots'], { files: { './data/gpa.json': JSON.stringify(faulty) } })
    assert.equal(exitCode, 2)
    for (const fault of [
      /pds\.url: /,
      /ssp\.url: leave out the slash/,
      /federation\.0\.odsCode: is no ODS code/,
      /federation\.0\.name: /,
      /extra/,
    ]) {
      assert.match(errors, fault)
    }
    assert.equal((await gpa(['slots'], { files: { './data/gpa.json': '{' } })).exitCode, 2)
  })
})
