import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runTransaction, type Session } from './run-transaction.ts'
import { statementError } from './statement-error.ts'

const conflict = (code: string) => statementError({ code, message: 'conflict' })

/** A connection whose statements all succeed, but for what the test says. */
function createSession(differences: Partial<Session>): { session: Session; log: string[] } {
  const log: string[] = []
  const session: Session = {
    query: async () => [],
    begin: async () => void log.push('begin'),
    commit: async () => log.push('commit') > 0,
    rollback: async () => void log.push('rollback'),
    release: () => void log.push('release'),
    ...differences,
  }
  return { session, log }
}

describe('Transaction', () => {
  for (const code of ['40001', '40P01']) {
    test(`a conflict (${code}) is run again, and once it succeeds that is all anybody sees`, async () => {
      // Given
      let runs = 0
      const failing = async () => {
        runs += 1
        if (runs < 3) throw conflict(code)
        return []
      }
      const { session, log } = createSession({ query: failing })

      // When
      const result = await runTransaction(
        async () => session,
        async (tx) => {
          await tx.query('select 1')
          return 'made'
        },
      )

      // Then
      assert.equal(result, 'made')
      assert.deepEqual(log, ['begin', 'rollback', 'release', 'begin', 'rollback', 'release', 'begin', 'commit', 'release'])
    })
  }

  test('a conflict that the callback turned into something else is still one', async () => {
    // Given
    let runs = 0
    const { session } = createSession({
      query: async () => {
        runs += 1
        if (runs === 1) throw conflict('40001')
        return []
      },
    })

    // When
    const result = await runTransaction(
      async () => session,
      async (tx) => {
        await tx.query('select 1').catch(() => {
          throw new Error('something else')
        })
        return 'made'
      },
    )

    // Then
    assert.equal(result, 'made')
  })

  test('a conflict without end is thrown in the end', async () => {
    // Given
    let runs = 0
    const { session } = createSession({
      query: async () => {
        runs += 1
        throw conflict('40001')
      },
    })

    // When
    const transaction = runTransaction(
      async () => session,
      (tx) => tx.query('select 1'),
    )

    // Then
    await assert.rejects(transaction, { code: '40001' })
    assert.equal(runs, 8)
  })

  test('any other error is thrown the first time', async () => {
    // Given
    const { session, log } = createSession({
      query: async () => {
        throw statementError({ code: '23505', message: 'duplicate', constraint: 'once' })
      },
    })

    // When
    const transaction = runTransaction(
      async () => session,
      (tx) => tx.query('select 1'),
    )

    // Then
    await assert.rejects(transaction, { code: '23505', constraint: 'once' })
    assert.deepEqual(log, ['begin', 'rollback', 'release'])
  })

  test('a commit that may have happened is never run again', async () => {
    // Given
    let runs = 0
    const { session } = createSession({
      commit: async () => {
        throw new Error('The connection to PostgreSQL failed')
      },
    })

    // When
    const transaction = runTransaction(
      async () => session,
      async () => {
        runs += 1
      },
    )

    // Then
    await assert.rejects(transaction, /connection/)
    assert.equal(runs, 1)
  })

  test('a commit refused for a conflict is run again', async () => {
    // Given
    let commits = 0
    const { session } = createSession({
      commit: async () => {
        commits += 1
        if (commits === 1) throw conflict('40001')
        return true
      },
    })

    // When
    await runTransaction(
      async () => session,
      async () => undefined,
    )

    // Then
    assert.equal(commits, 2)
  })
})
