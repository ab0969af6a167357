import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenDesk } from './given/gpa.ts'
import { liveLines } from './live-lines.ts'
import { forTerminal } from './terminal-text.ts'

describe('What a terminal shows of texts by others', () => {
  for (const [what, text] of [
    ['clears the screen', '\u001B[2J\u001B[HBooked.'],
    ['goes back to the line’s beginning', 'Nothing was booked\rBooked.'],
    ['names the window', '\u001B]0;Booked\u0007'],
    ['begins with one character of eight bits', '\u009B2J'],
    ['rubs out', 'Not booked\b\b\b\b\b\b\b\b\b\b'],
    ['turns the direction of reading', '\u202Edekoob toN\u202C'],
  ] as const) {
    test(`what ${what} is not obeyed`, () => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      assert.doesNotMatch(forTerminal(text), /[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/)
      assert.match(forTerminal(text), /\uFFFD/)
    })
  }

  test('line ends, tabs, colours and names of all scripts stay', () => {
    for (const text of ['one\ntwo\r\nthree\tfour', '\u001B[32mBooked.\u001B[39m', 'Zoë Ó Súilleabháin, محمد', '👩‍⚕️'])
      assert.equal(forTerminal(text), text)
  })

  test('nor in a line that is drawn over', () => {
    const { io, drawn } = givenDesk({ answers: [] })
    liveLines({ ...io, fetch, now: () => new Date(), newId: () => '' }, ['B86013']).tell('B86013', 'B86013 \u001B[2Jfree', 'for now')
    assert.match(drawn.join(''), /B86013 \uFFFD\[2Jfree/)
  })
})
