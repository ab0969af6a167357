import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { createSealing } from './sealing.ts'

const [one, other] = [randomBytes(32), randomBytes(32)]

describe('Sealing', () => {
  test('what was sealed opens, in its place and nowhere else', () => {
    const { seal, open } = createSealing([one])
    const sealed = seal('Zoë', 'session a')
    assert.equal(open(sealed, 'session a'), 'Zoë')
    assert.equal(open(sealed, 'session b'), undefined)
    assert.ok(!sealed.includes('Zo'))
    assert.notEqual(seal('Zoë', 'session a'), sealed)
  })

  test('what was altered does not open', () => {
    const { seal, open } = createSealing([one])
    const parts = seal('a text of some length', 'here').split('.')
    for (const [index, part] of parts.entries()) {
      const altered = part.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
      assert.equal(open(parts.with(index, altered).join('.'), 'here'), undefined, String(index))
      assert.equal(open(parts.with(index, '').join('.'), 'here'), undefined, String(index))
    }
    for (const text of ['', '.', '...', 'made.up']) assert.equal(open(text, 'here'), undefined)
  })

  test('after a change of keys the former one still opens, and the new one seals', () => {
    const before = createSealing([one]).seal('text', 'here')
    const both = createSealing([other, one])
    assert.equal(both.open(before, 'here'), 'text')
    assert.equal(createSealing([other]).open(both.seal('text', 'here'), 'here'), 'text')
    assert.equal(createSealing([other]).open(before, 'here'), undefined)
  })
})
