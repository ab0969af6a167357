import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { BASE_URL, bookSlot, givenCrowdedPractice } from '../given/crowd.ts'
import { newOdsCode } from '../given/database.ts'
import { givenProviderProcess } from '../given/provider-process.ts'
import { assertNothingLost, bookWhileKilling } from '../journeys/killed-while-booking.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

describe('A provider on the embedded database', () => {
  test('APT-05 killed in the middle of booking, it has lost no 201 and left no slot held by nobody', async (t) => {
    // Given
    const directory = await mkdtemp(join(tmpdir(), 'gpa-'))
    t.after(() => rm(directory, { recursive: true, force: true }))
    const prepared = await openDatabase({ directory }, MIGRATIONS)
    const practice = await givenCrowdedPractice(prepared, newOdsCode(), 300)
    await prepared.close()

    // When
    const booked = await bookWhileKilling(t, { practice, database: { GPA_DATA: directory } })

    // Then
    const reopened = await openDatabase({ directory }, MIGRATIONS)
    await assertNothingLost(reopened, practice, booked)
    await reopened.close()

    // And a new process takes bookings again
    const provider = await givenProviderProcess(t, { baseUrl: BASE_URL, database: { GPA_DATA: directory } })
    const reply = await bookSlot(provider.port, practice, practice.slots.at(-1) ?? assert.fail())
    assert.equal(reply?.status, 201)
    await provider.kill()
  })
})
