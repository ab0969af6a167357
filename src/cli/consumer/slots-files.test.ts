import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenSlot } from '../../consumer/given/practice.ts'
import { gpa, oneOf } from './given/gpa.ts'
import { unzipped } from './given/zip.ts'

/** Either side of both clock changes, in UTC; and what clocks show. */
const SPRING = givenSlot({ id: 's1', start: '2026-03-29T00:50:00Z', end: '2026-03-29T01:00:00Z' })
const SUMMER = givenSlot({ id: 's2', start: '2026-10-25T00:30:00Z', end: '2026-10-25T00:40:00Z' })
const WINTER = givenSlot({ id: 's3', start: '2026-10-25T01:30:00Z', end: '2026-10-25T01:40:00Z' })
const EVIL = givenSlot({
  id: 's4',
  serviceType: [{ text: '=HYPERLINK("http://x","y"), "z"' }],
  start: '2026-10-26T09:00:00Z',
  end: '2026-10-26T09:10:00Z',
})
const slots = [SPRING, SUMMER, WINTER, EVIL]
const LINE = ['slots', 'B86013', '--from', '2026-03-28', '--to', '2026-04-05']

describe('gpa slots --csv', () => {
  test('prints it alone, in UK clock time, with the two hours of October told apart', async () => {
    const { output, exitCode } = await gpa([...LINE, '--csv', '-'], oneOf({ slots }))
    const [heads, ...rows] = output.split('\r\n')
    assert.equal(exitCode, 0)
    assert.match(heads ?? '', /^Start,End,Clock,Minutes,How,Type,/)
    assert.deepEqual(
      rows.map((row) => row.split(',').slice(0, 4).join()),
      [
        '2026-03-29 00:50,2026-03-29 02:00,GMT,10',
        '2026-10-25 01:30,2026-10-25 01:40,BST,10',
        '2026-10-25 01:30,2026-10-25 01:40,GMT,10',
        '2026-10-26 09:00,2026-10-26 09:10,GMT,10',
      ],
    )
  })

  test('what looks like a formula is text, and quoted where it has to be', async () => {
    const { held, errors } = await gpa([...LINE, '--csv', 'slots.csv'], oneOf({ slots }))
    const text = String(held.get('slots.csv'))
    assert.ok(text.startsWith('\uFEFFStart,'))
    assert.ok(text.includes(`,"'=HYPERLINK(""http://x"",""y""), ""z""",`))
    assert.match(errors, /slots\.csv: 4 slots/)
  })

  test('nor is what a spreadsheet of other habits would take for one: written wide, or after its own separator', async () => {
    const odd = (id: string, text: string) => ({ ...EVIL, id, serviceType: [{ text }] })
    const { output } = await gpa([...LINE, '--csv', '-'], oneOf({ slots: [odd('s5', '＝1+1'), odd('s6', 'x;=1+1'), odd('s7', 'x\t=1+1')] }))
    for (const cell of [",'＝1+1,", ',"x;=1+1",', ',"x\t=1+1",']) assert.ok(output.includes(cell), output)
  })

  test('a file has all that was found, whatever --limit says; a file that cannot be written exits 2', async () => {
    const { held } = await gpa([...LINE, '--csv', 'slots.csv', '--limit', '1'], oneOf({ slots }))
    assert.equal(String(held.get('slots.csv')).trim().split('\r\n').length, 5)
    assert.equal((await gpa([...LINE, '--csv', 'nowhere/slots.csv'], oneOf({ slots }))).exitCode, 2)
    assert.equal((await gpa([...LINE, '--csv', '-', '--json'], oneOf({ slots }))).exitCode, 2)
  })
})

describe('gpa slots --xlsx', () => {
  test('times are dates of the spreadsheet, by UK clocks; nothing in it is a formula', async () => {
    const { held } = await gpa([...LINE, '--xlsx', 'slots.xlsx'], oneOf({ slots }))
    const file = held.get('slots.xlsx')
    assert.ok(file instanceof Uint8Array)
    const sheet = unzipped(file, 'xl/worksheets/sheet1.xml')
    const starts = [...sheet.matchAll(/<c r="A(?!1")\d+"[^>]*><v>([\d.]+)<\/v>/g)].map(([, days]) => clockOf(Number(days)))
    assert.deepEqual(starts, ['2026-03-29 00:50', '2026-10-25 01:30', '2026-10-25 01:30', '2026-10-26 09:00'])
    assert.doesNotMatch(sheet, /<f>/)
  })
})

/** Days since the last of 1899, as spreadsheets count. */
function clockOf(days: number): string {
  return new Date(Math.round((days - 25_569) * 86_400_000)).toISOString().slice(0, 16).replace('T', ' ')
}
