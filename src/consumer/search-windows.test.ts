import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../nhs/local-time.ts'
import { searchWindows } from './search-windows.ts'

describe('Search windows', () => {
  test('CON-07 two weeks are one search, a day more makes two', () => {
    assert.deepEqual(searchWindows({ from: '2026-03-02', to: '2026-03-16' }), [{ from: '2026-03-02', to: '2026-03-16' }])
    assert.deepEqual(searchWindows({ from: '2026-03-02', to: '2026-03-17' }), [
      { from: '2026-03-02', to: '2026-03-16' },
      { from: '2026-03-16', to: '2026-03-17' },
    ])
    assert.deepEqual(searchWindows({ from: '2026-03-02', to: '2026-03-02' }), [{ from: '2026-03-02', to: '2026-03-02' }])
  })

  test('CON-07 every range is covered without a gap, by searches of at most fourteen days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 366 }), (start, length) => {
        const range = { from: addDays('2026-01-01', start), to: addDays('2026-01-01', start + length) }
        const windows = searchWindows(range)
        assert.equal(windows.at(0)?.from, range.from)
        assert.equal(windows.at(-1)?.to, range.to)
        windows.forEach((window, index) => {
          assert.ok(window.from <= window.to && window.to <= addDays(window.from, 14))
          if (index > 0) assert.equal(window.from, windows[index - 1]?.to)
        })
      }),
    )
  })

  test('CON-07 up to the last day that can be written', () => {
    assert.deepEqual(searchWindows({ from: '9999-12-20', to: '9999-12-31' }), [{ from: '9999-12-20', to: '9999-12-31' }])
  })

  test('a range that ends before it starts, or spans more than a year, is misuse', () => {
    for (const to of ['2026-03-01', '2027-03-04', '2126-03-02', '9999-12-31', 'soon']) {
      assert.throws(() => searchWindows({ from: '2026-03-02', to }), RangeError, to)
    }
  })
})
