import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { askInTurn } from './ask-in-turn.ts'

type Asked = { lookedUp: () => void; end: () => void; fail: (error: Error) => void }

/** Practices that do what the test tells them; the clock moves when the test says so. */
function givenPractices(t: TestContext, of: { count: number; atOnce?: number }) {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const asked: Asked[] = []
  const told = { goOn: true }
  const turns = { items: Array.from({ length: of.count }, (_, index) => index), atOnce: of.atOnce ?? of.count, goOn: () => told.goOn }
  const done = askInTurn(turns, (_, lookedUp) => {
    const answer = Promise.withResolvers<void>()
    asked.push({ lookedUp, end: () => answer.resolve(), fail: answer.reject })
    return answer.promise
  })
  return { asked, told, done }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('Ask in turn', () => {
  test('CON-02 few are under way until the first has answered, and then many more are looked up', async (t) => {
    // Given
    const { asked } = givenPractices(t, { count: 80 })
    assert.equal(asked.length, 3)
    // When
    asked[0]?.lookedUp()
    assert.equal(asked.length, 3)
    asked[0]?.end()
    await settled()
    // Then two of the first and seventeen others
    assert.equal(asked.length, 20)
    asked[1]?.lookedUp()
    asked[1]?.lookedUp()
    assert.equal(asked.length, 21)
  })

  test('CON-02 while nobody answers, more are asked as time goes by', (t) => {
    const { asked } = givenPractices(t, { count: 40 })
    t.mock.timers.tick(100)
    assert.equal(asked.length, 8)
    t.mock.timers.tick(10_000)
    assert.equal(asked.length, 40)
  })

  test('no more are under way than allowed, and all have ended when it has', async (t) => {
    // Given
    const { asked, done } = givenPractices(t, { count: 5, atOnce: 2 })
    let isDone = false
    void done.then(() => {
      isDone = true
    })
    // When
    for (let index = 0; index < 5; index += 1) {
      asked[index]?.lookedUp()
      assert.equal(asked.length, Math.min(index + 2, 5))
      assert.equal(isDone, false)
      asked[index]?.end()
      await settled()
    }
    // Then
    assert.equal(isDone, true)
  })

  test('who ends without having been looked up makes room as well', async (t) => {
    const { asked } = givenPractices(t, { count: 40 })
    asked[2]?.end()
    await settled()
    assert.equal(asked.length, 20)
  })

  test('nobody else is asked once it does not go on, and a failure is passed on', async (t) => {
    // Given
    const { asked, told, done } = givenPractices(t, { count: 40 })
    // When
    told.goOn = false
    asked[0]?.lookedUp()
    t.mock.timers.tick(10_000)
    asked[1]?.fail(new RangeError('misuse'))
    // Then
    await assert.rejects(done, RangeError)
    assert.equal(asked.length, 3)
  })

  test('of nobody it is done at once', async (t) => {
    await givenPractices(t, { count: 0 }).done
  })
})
