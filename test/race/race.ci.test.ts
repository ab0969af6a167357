import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Answer, Asked, History } from './history.ts'
import { killProviders } from './provider.ts'
import { textOf } from './report.ts'
import { isClean, runRace } from './run-race.ts'

const count = ({ operations }: History, kind: Asked['kind'], status: Answer['status']) =>
  operations.filter(({ asked, answer }) => asked.kind === kind && answer?.status === status).length

describe('A race for few slots on PostgreSQL', () => {
  test('APT-05 APT-10 APT-11 SLOT-08 ten thousand requests through three processes, two of which are killed: no slot held twice, no 201 lost, versions linear, caps held', async (t) => {
    // Given
    const server = process.env.TEST_DATABASE_URL ?? assert.fail('TEST_DATABASE_URL names no PostgreSQL server')
    const logs = mkdtempSync(join(tmpdir(), 'gp-race-'))
    t.after(() => rmSync(logs, { recursive: true, force: true }))
    t.after(killProviders)

    // When
    const result = await runRace({
      server,
      logs,
      operations: 10_000,
      processes: 3,
      clients: 16,
      seed: 20_260_302,
      victims: ['provider', 'provider'],
      say: (what) => t.diagnostic(what),
    })

    // Then nothing is violated, and not for want of a fight
    const { history, verdict } = result
    assert.deepEqual(verdict.violations, [], textOf(result))
    assert.ok(isClean(result), textOf(result))
    assert.equal(history.kills.length, 2)
    for (const [kind, status] of [
      ['book', 409],
      ['book', 422],
      ['amend', 409],
      ['cancel', 409],
      ['cancel', 422],
    ] as const) {
      assert.ok(count(history, kind, status) > 50, `${kind} ${status}`)
    }
    assert.equal(count(history, 'book', 201) + verdict.unanswered.happened > 500, true)
  })
})
