import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { givenDatabase } from '../../test/given/database.ts'
import type { Database } from '../postgres/database.ts'
import { embeddedTemplate } from '../postgres/embedded-template.ts'
import { openEmbedded } from '../postgres/open-embedded.ts'
import { createReadiness } from './check-readiness.ts'
import type { ProcessState } from './process-state.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

const server = { inFlight: () => 0 }

describe('Readiness', () => {
  test('comes with the database, then with listening, and goes with the signal to end', async () => {
    // Given
    const state: ProcessState = { stopping: false }
    const readiness = createReadiness(state)

    // When, Then
    assert.deepEqual(await readiness(), ['migrations', 'listening'])
    state.db = await givenDatabase()
    assert.deepEqual(await readiness(), ['listening'])
    state.server = server
    assert.deepEqual(await readiness(), [])
    state.stopping = true
    assert.deepEqual(await readiness(), ['stopping'])
  })

  test('goes with the database', async () => {
    const db = await openEmbedded({ startFrom: () => embeddedTemplate(MIGRATIONS) })
    const readiness = createReadiness({ stopping: false, db, server })
    assert.deepEqual(await readiness(), [])
    await db.close()
    assert.deepEqual(await readiness(), ['database'])
  })

  test('goes while the database does not answer in time, which is asked once however many probes there are', async (t) => {
    // Given a database that answers when it is let
    t.mock.timers.enable({ apis: ['setTimeout'] })
    let asked = 0
    let answer: (rows: never[]) => void = () => undefined
    const db: Database = {
      ...(await givenDatabase()),
      query: () => {
        asked += 1
        return new Promise((resolve) => {
          answer = resolve
        })
      },
    }
    const readiness = createReadiness({ stopping: false, db, server })

    // When
    const probes = [readiness(), readiness()]
    t.mock.timers.tick(1_000)

    // Then
    assert.deepEqual(await Promise.all(probes), [['database'], ['database']])
    const later = readiness()
    assert.equal(asked, 1)
    answer([])
    assert.deepEqual(await later, [])
    const next = readiness()
    assert.equal(asked, 2)
    answer([])
    assert.deepEqual(await next, [])
  })
})
