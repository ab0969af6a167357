import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { givenWebDatabase } from '../../../../test/web/given-database.ts'
import { type Asker, type BookingInDoubt, type ConsumerDeps, parseOdsCode } from '../../../consumer/index.ts'
import type { Acting } from '../../request.ts'
import { createSealing } from '../../sealing.ts'
import { findOrInsertUser } from '../../session/store/users.ts'
import { createWork } from '../../work/work.ts'
import { settleWork } from './find-out.ts'

const practice = parseOdsCode('B86013') ?? assert.fail()
const organisation = parseOdsCode('RX8') ?? assert.fail()
const inDoubt: BookingInDoubt = {
  ...{ format: 1, step: 'booking', practice, organisation, slotIds: ['9'], patientId: '5', registeredNow: false },
  ...{ start: '2026-03-02T09:10:00+00:00', created: '2026-03-01T17:00:00+00:00', sentAt: '2026-03-01T17:00:00.000Z' },
}

describe('A booking that is asked about once its day is over', () => {
  test('CON-11 is told to be not known, and not to be not booked', async () => {
    // Given
    const db = await givenWebDatabase()
    const now = () => new Date('2026-03-03T08:00:00Z')
    const userId = await findOrInsertUser(db, { id: randomUUID(), sdsUserId: randomUUID(), now: now() })
    const owner = { userId, roleProfileId: '555000002001' }
    const work = createWork({ db, now, newId: randomUUID, sealing: createSealing([randomBytes(32)]) })
    const content = {
      patient: { name: 'Margaret Ashworth', nhsNumber: '9990000018' },
      practice: { odsCode: practice, name: 'North Leeds' },
    }
    const item = await work.begin(owner, 'booking', { ...content, summary: 'Sore throat', inDoubt })

    // When. Nobody is asked: only what is read of the app and of who is acting.
    const deps = { work, spineOf: () => ({ now }) as ConsumerDeps }
    const acting = { owner, asker: { organisation: { odsCode: organisation } } as Asker } as Acting
    const outcome = await settleWork(deps, acting, item)

    // Then
    assert.equal(outcome.kind, 'too-late-to-tell')
    const ended = await work.find(item.id, owner)
    assert.deepEqual([ended?.state, ended?.content.isNeverKnown, ended?.content.inDoubt], ['not-done', true, undefined])
  })
})
