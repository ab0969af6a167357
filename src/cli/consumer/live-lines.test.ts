import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenDesk, gpa } from './given/gpa.ts'
import type { Io } from './io.ts'
import { liveLines } from './live-lines.ts'

const rest: Pick<Io, 'fetch' | 'now' | 'newId'> = { fetch, now: () => new Date(0), newId: () => 'id' }

/** What a screen shows after all that was drawn: it knows how to go up, and to clear what is below. */
function screen(drawn: readonly string[]): string[] {
  const lines = ['']
  for (const [, up, clear, text] of drawn
    .join('')
    .replaceAll('\u001B', '^')
    .matchAll(/\^\[(\d+)A|(\r\^\[J)|([^^\r]+)/g)) {
    if (up !== undefined) lines.splice(lines.length - 1 - Number(up))
    if (up !== undefined) lines.push('')
    if (clear !== undefined) lines[lines.length - 1] = ''
    if (text !== undefined) {
      const [first = '', ...more] = text.split('\n')
      lines[lines.length - 1] += first
      lines.push(...more)
    }
  }
  return lines
}

describe('Live lines', () => {
  test('on a terminal each is drawn in its place, and what does not fit follows at the end', () => {
    const desk = givenDesk({ answers: [] })
    const lines = liveLines({ ...desk.io, ...rest }, ['A', 'B'])
    lines.tell('A', 'A: waiting', 'for now')
    lines.tell('B', 'B: waiting', 'for now')
    lines.tell('B', 'B: failed\n    Ring them.', 'final')
    lines.tell('A', 'A: 3 free', 'final')
    lines.end()
    assert.deepEqual(
      screen(desk.drawn).filter((line) => line !== ''),
      ['A: 3 free', 'B: failed', 'B: failed', '    Ring them.'],
    )
    assert.deepEqual(desk.errors, [])
  })

  test('elsewhere each is printed once, when it is final', () => {
    const desk = givenDesk()
    const lines = liveLines({ ...desk.io, ...rest }, ['A'])
    lines.tell('A', 'A: waiting', 'for now')
    lines.tell('A', 'A: 3 free', 'final')
    lines.end()
    assert.deepEqual([desk.errors, desk.drawn], [['A: 3 free'], []])
  })

  test('CON-02 gpa slots has a line for each practice on a terminal, from the beginning', async () => {
    const { drawn, errors, exitCode } = await gpa(['slots'], { answers: [] })
    assert.match(drawn[1] ?? '', /B86013 The Surgery: waiting\n.*B86014 The Other One: waiting/)
    const shown = screen(drawn)
    assert.match(shown[0] ?? '', /✓ B86013 The Surgery: 1 free/)
    assert.match(shown[1] ?? '', /✗ B86014 The Other One: Could not/)
    assert.deepEqual([exitCode, errors], [3, ''])
  })
})
