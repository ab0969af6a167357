import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { givenDatabase, newOdsCode } from '../../test/given/database.ts'
import { changeCap, changeSettings } from '../appointments/control/change-settings.ts'
import { changeSupplierSwitch } from '../appointments/control/change-supplier-switch.ts'
import { findAllCaps } from '../appointments/store/caps.ts'
import { findSettingChanges } from '../audit/store/setting-changes.ts'
import { decodePracticeValue, type PracticeFileSource } from '../dataset/practice-file.ts'
import { findSettings } from '../directory/store/settings.ts'
import { importPractice } from './import-practice.ts'
import { ImportRefused } from './import-refused.ts'

const NOW = new Date('2026-03-02T08:00:00Z')

async function given(_t: TestContext) {
  const db = await givenDatabase()
  const odsCode = newOdsCode()
  const deps = { db, now: () => NOW, newId: randomUUID }
  const importFile = (file: Partial<PracticeFileSource>) => {
    const decoded = decodePracticeValue({
      kind: 'practice',
      odsCode,
      name: 'Surgery',
      locations: [{ key: 'main', name: 'Surgery' }],
      ...file,
    })
    assert.ok('file' in decoded, JSON.stringify(decoded))
    return importPractice(deps, decoded.file)
  }
  return { db, odsCode, deps, importFile }
}

const SESSION = { key: 'morning', location: 'main', practitionerRole: 'R0260' as const }
const SLOT = { start: '2026-03-02T09:00', minutes: 10, deliveryChannel: 'In-person' as const, bookable: true }

describe("The settings in a practice's file", () => {
  test('ADM-04 a practice is off unless its file says otherwise, and what the file leaves out stays', async (t) => {
    const { db, odsCode, importFile } = await given(t)

    await importFile({})
    assert.deepEqual((await findSettings(db, odsCode))?.gpConnect, false)
    const imported = await importFile({ settings: { gpConnect: true, embargoMinutes: 30, caps: [{ per: 'day', most: 4 }] } })
    const again = await importFile({ settings: { gpConnect: true, embargoMinutes: 30, caps: [{ per: 'day', most: 4 }] } })
    await importFile({ settings: { appointmentManagement: true } })
    await importFile({})

    assert.deepEqual(imported.counts.settings, { added: 1, updated: 2, unchanged: 0 })
    assert.deepEqual(again.counts.settings, { added: 0, updated: 0, unchanged: 3 })
    const { gpConnect, appointmentManagement, embargoMinutes } = (await findSettings(db, odsCode)) ?? {}
    assert.deepEqual([gpConnect, appointmentManagement, embargoMinutes], [true, true, 30])
    assert.equal((await findAllCaps(db, odsCode)).length, 1)
    const changes = await findSettingChanges(db, odsCode)
    assert.equal(changes.length, 4)
    assert.ok(changes.every(({ by, source, at }) => by === 'gpa import' && source === 'file' && at.getTime() === NOW.getTime()))
  })

  test('ADM-04 what a person has decided stands, and is noted', async (t) => {
    // Given
    const { db, odsCode, deps, importFile } = await given(t)
    const settings = { gpConnect: true, appointmentManagement: true, caps: [{ per: 'day' as const, most: 4 }] }
    await importFile({ settings })
    await changeSettings(deps, { practice: odsCode, by: 'Jo', wanted: { gpConnect: false } })
    await changeCap(deps, { practice: odsCode, by: 'Jo', scope: 'day', most: undefined })

    // When
    const { counts, notes } = await importFile({ settings })

    // Then
    assert.equal((await findSettings(db, odsCode))?.gpConnect, false)
    assert.deepEqual(await findAllCaps(db, odsCode), [])
    assert.deepEqual(counts.settings, { added: 0, updated: 0, unchanged: 3 })
    assert.deepEqual(
      notes.map(({ message }) => message),
      ['gp-connect is left as a person has set it', 'cap per day: anyone is left as a person has set it'],
    )
  })

  test('SLOT-10 ADM-05 service filtering that cannot be switched on refuses the whole file', async (t) => {
    const { db, odsCode, importFile } = await given(t)
    await assert.rejects(importFile({ settings: { gpConnect: true, serviceFiltering: true } }), (error) => {
      assert.ok(error instanceof ImportRefused)
      assert.deepEqual(error.faults[0]?.place, 'settings')
      return true
    })
    assert.equal(await findSettings(db, odsCode), undefined)
  })

  test('ADM-05 changes of services, links and limits by a file are kept; a schedule that is new is no change', async (t) => {
    const { db, odsCode, importFile } = await given(t)
    const schedule = { ...SESSION, slots: [SLOT] }
    const services = [{ key: 'hub', dosServiceId: '7', name: 'Hub' }]
    await importFile({ services, schedules: [{ ...schedule, service: 'hub', embargoMinutes: 30 }] })
    await importFile({
      services: [{ key: 'hub', dosServiceId: '7', name: 'Other' }],
      schedules: [{ ...schedule, serviceNotApplicable: true, bookingWindowDays: 3 }],
    })

    const changes = (await findSettingChanges(db, odsCode)).reverse()
    assert.deepEqual(
      changes.map(({ setting, oldValue = '-', newValue = '-' }) => `${setting}: ${oldValue} > ${newValue}`),
      [
        'service hub: - > 7 Hub',
        'service hub: 7 Hub > 7 Other',
        'schedule morning service: hub > not applicable',
        'schedule morning booking-window-days: - > 3',
        'schedule morning embargo-minutes: 30 > -',
      ],
    )
  })

  test('ADM-05 while service filtering is on, a schedule with bookable slots that says nothing of a service refuses the file', async (t) => {
    // Given
    const { odsCode, deps, importFile } = await given(t)
    const services = [{ key: 'hub', dosServiceId: '7', name: 'Hub' }]
    const settings = { gpConnect: true, appointmentManagement: true }
    await importFile({ services, settings })
    await changeSupplierSwitch(deps, { on: true, practices: [odsCode], by: 'Supplier' })
    await importFile({ services, settings: { ...settings, serviceFiltering: true } })

    // When, Then
    await assert.rejects(importFile({ services, schedules: [{ ...SESSION, slots: [SLOT] }] }), /"morning": needs a service/)
    await importFile({ services, schedules: [{ ...SESSION, slots: [{ ...SLOT, bookable: false }] }] })
    await importFile({ services, schedules: [{ ...SESSION, service: 'hub', slots: [SLOT] }] })
  })
})
