import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createTurns } from './turns.ts'

describe('Turns', () => {
  test('are given in the order they were asked for, one at a time', async () => {
    // Given
    const turns = createTurns(1000)
    const log: string[] = []
    const work = async (name: string) => {
      const release = await turns.take()
      log.push(`${name} starts`)
      await Promise.resolve()
      log.push(`${name} ends`)
      release()
      release() // once is enough, and twice gives no second turn
    }

    // When
    await Promise.all([work('a'), work('b'), work('c')])
    await work('d')

    // Then
    assert.deepEqual(
      log,
      ['a', 'b', 'c', 'd'].flatMap((name) => [`${name} starts`, `${name} ends`]),
    )
  })

  test('are counted', async () => {
    // Given
    const turns = createTurns(1000)
    const counted = () => [turns.isTaken(), turns.waiting()]
    assert.deepEqual(counted(), [false, 0])

    // When
    const release = await turns.take()
    const second = turns.take()
    const third = turns.take()

    // Then
    assert.deepEqual(counted(), [true, 2])
    release()
    assert.deepEqual(counted(), [true, 1])
    ;(await second)()
    ;(await third)()
    assert.deepEqual(counted(), [false, 0])
  })

  test('are not waited for without end', async (t) => {
    // Given a turn that is never given back
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const turns = createTurns(1000)
    const release = await turns.take()

    // When
    const second = turns.take()
    t.mock.timers.tick(1000)

    // Then, and whoever comes later is served
    await assert.rejects(second, /busy/)
    const third = turns.take()
    release()
    const releaseThird = await third
    releaseThird()
  })
})
