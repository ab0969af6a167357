import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { chains, interactionId, momentFrom, momentTo, most } from './audit-arguments.ts'
import { withNhsNumberFrom } from './audit-standard-input.ts'
import { jsonLine, masked, printable } from './audit-text.ts'

const at = (moment: Date) => moment.toISOString()

describe('The words of gpa audit', () => {
  test('GEN-09 a day is a UK day, and a time without an offset is UK time', () => {
    assert.equal(at(momentFrom('2026-07-01')), '2026-06-30T23:00:00.000Z')
    assert.equal(at(momentTo('2026-07-01')), '2026-07-01T23:00:00.000Z')
    assert.equal(at(momentTo('2026-03-28')), '2026-03-29T00:00:00.000Z')
    assert.equal(at(momentFrom('2026-07-01T09:10')), '2026-07-01T08:10:00.000Z')
    assert.equal(at(momentTo('2026-07-01T09:10:30.5')), '2026-07-01T08:10:30.500Z')
    assert.equal(at(momentFrom('2026-07-01T09:10Z')), '2026-07-01T09:10:00.000Z')
    assert.equal(at(momentFrom('2026-07-01T09:10:30.123+01:00')), '2026-07-01T08:10:30.123Z')
  })

  test('what is no time is refused', () => {
    for (const text of [
      '',
      'today',
      '2026-02-30',
      '2026-03-02T',
      '2026-03-02T24:00',
      '2026-03-02Z',
      '2026-03-02T09:10+99:00',
      '2026-03-02T9:10',
    ]) {
      assert.throws(() => momentFrom(text), { code: 'commander.invalidArgument' }, text)
    }
  })

  test('chains, interactions and limits', () => {
    assert.deepEqual(chains('-', chains('a20047', undefined)), ['A20047', '-'])
    assert.throws(() => chains('!', undefined))
    assert.equal(interactionId('bookAppointment'), 'urn:nhs:names:services:gpconnect:fhir:rest:create:appointment-1')
    assert.equal(interactionId('urn:of:nobody'), 'urn:of:nobody')
    assert.throws(() => interactionId('book'), /bookAppointment/)
    assert.equal(most('25'), 25)
    for (const text of ['0', '-1', '1.5', '', '1e3', '1000000']) assert.throws(() => most(text))
  })

  test('an NHS number is taken from standard input where the words say so, and from there alone', async () => {
    const asked: string[] = []
    const from = (text: string, ...typed: string[]) => withNhsNumberFrom(Readable.from([text]), typed, (prompt) => asked.push(prompt))

    assert.deepEqual(await from(' 9990000018 \nmore', 'audit', 'search', '--nhs-number', '-', '--json'), [
      ...['audit', 'search', '--nhs-number', '9990000018', '--json'],
    ])
    assert.deepEqual(await from('9990000018', 'search', '--nhs-number=-'), ['search', '--nhs-number=9990000018'])
    assert.deepEqual(await from('', 'search', '--nhs-number', '-'), ['search', '--nhs-number', ''])
    assert.deepEqual(await from('9990000018', 'search', '--practice', '-'), ['search', '--practice', '-'])
    assert.equal(asked.length, 0)

    const terminal = Object.assign(Readable.from(['9990000018\n']), { isTTY: true })
    await withNhsNumberFrom(terminal, ['--nhs-number', '-'], (prompt) => asked.push(prompt))
    assert.deepEqual(asked, ['NHS number: '])
  })
})

describe('Texts of the audit trail', () => {
  test('AUD-01 an NHS number is masked wherever it stands, and an id with digits in it is left', () => {
    for (const [text, shown] of [
      ['9990000018', '******0018'],
      ['999 000 0018', '******0018'],
      [
        'GET /x/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C9990000018&x=1',
        'GET /x/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C******0018&x=1',
      ],
      ['GET /x/Patient?identifier=a|%209990000018', 'GET /x/Patient?identifier=a|%20******0018'],
      ['GET /x/Patient/999%20000%200018', 'GET /x/Patient/******0018'],
      ['1234567890', '******7890'],
      ['111222333444', '111222333444'],
      ['b58fab4b-6d0d-46f4-a381-f66919201f15', 'b58fab4b-6d0d-46f4-a381-f66919201f15'],
      ['b58fab4b-6d0d-46f4-a381-a1234567890b', 'b58fab4b-6d0d-46f4-a381-a1234567890b'],
    ] as const) {
      assert.equal(masked(text), shown)
    }
  })

  test('what a caller sent cannot act on the terminal', () => {
    assert.equal(printable('Ms\u001b[2J\u009b31m\u202eX\n'), 'Ms\ufffd[2J\ufffd31m\ufffdX\ufffd')
    const line = jsonLine({ name: 'Ms\u001b[2J\u009b31m\u202e\u{e0001}é' })
    assert.match(line, /^[^\p{Cc}\p{Cf}]+$/u)
    assert.deepEqual(JSON.parse(line), { name: 'Ms\u001b[2J\u009b31m\u202e\u{e0001}é' })
    assert.equal(jsonLine({ at: ['9990000018'], number: 9990000018 }, masked), '{"at":["******0018"],"number":9990000018}')
  })
})
