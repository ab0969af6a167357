import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { newOdsCode } from '../../../test/given/database.ts'
import { type GivenPractice, givenPractice, practiceSlot, SCHEDULE, SWITCHED_ON } from '../../../test/given/practice.ts'
import { findSettingChanges } from '../../audit/store/setting-changes.ts'
import type { PracticeFileSource } from '../../dataset/practice-file.ts'
import { SettingRefused } from '../../directory/setting-refused.ts'
import { findSettings } from '../../directory/store/settings.ts'
import { findSupplierSwitchChanges } from '../../directory/store/supplier-switch.ts'
import { findAllCaps } from '../store/caps.ts'
import { changeScheduleLimit, linkSchedule } from './change-schedules.ts'
import { removeService, saveService } from './change-services.ts'
import { changeCap, changeSettings } from './change-settings.ts'
import { changeSupplierSwitch } from './change-supplier-switch.ts'

const SERVICES = [{ key: 'surgery', dosServiceId: '1000000123', name: 'West Road' }]

async function given(t: TestContext, file: Partial<PracticeFileSource> = {}) {
  const practice = await givenPractice(t, { file: { schedules: [{ ...SCHEDULE, slots: [practiceSlot('2026-03-02T09:00')] }], ...file } })
  return { practice, ods: practice.odsCode, deps: { db: practice.db, now: () => practice.now, newId: randomUUID } }
}

/** What a person changed, oldest first. */
async function changedBy(practice: GivenPractice, person: string) {
  const changes = await findSettingChanges(practice.db, practice.odsCode)
  return changes
    .filter(({ by }) => by === person)
    .reverse()
    .map(({ setting, oldValue, newValue }) => `${setting}: ${oldValue ?? '-'} > ${newValue ?? '-'}`)
}

describe('A change of a setting', () => {
  test('ADM-04 ADM-05 is kept with who, when, old and new value; what is so already is no change', async (t) => {
    // Given
    const { practice, ods, deps } = await given(t, { settings: {} })
    const change = (wanted: Parameters<typeof changeSettings>[1]['wanted']) => changeSettings(deps, { practice: ods, by: 'Jo', wanted })

    // When
    await change({ gpConnect: true, appointmentManagement: true })
    await change({ gpConnect: true, bookingWindowDays: 14, embargoMinutes: 60 })
    await change({ bookingWindowDays: null, gpConnect: false })

    // Then
    assert.deepEqual(await changedBy(practice, 'Jo'), [
      'gp-connect: off > on',
      'appointment-management: off > on',
      'booking-window-days: - > 14',
      'embargo-minutes: - > 60',
      'gp-connect: on > off',
      'booking-window-days: 14 > -',
    ])
    const [newest, ...others] = await findSettingChanges(practice.db, ods)
    assert.deepEqual([newest?.number, newest?.by, newest?.source, newest?.at], [others.length + 1, 'Jo', 'person', practice.now])
    assert.deepEqual(await findSettings(practice.db, ods), {
      gpConnect: false,
      appointmentManagement: true,
      serviceFiltering: false,
      serviceFilteringOffered: false,
      embargoMinutes: 60,
    })
  })

  test('ADM-04 ADM-05 the history is only added to', async (t) => {
    const { practice, ods } = await given(t)
    for (const sql of [
      `update setting_change set changed_by = 'x' where ods_code = $1`,
      'delete from setting_change where ods_code = $1',
    ]) {
      await assert.rejects(practice.db.query(sql, [ods]), /only added to/)
    }
    await assert.rejects(practice.db.query('truncate setting_change'), /only added to/)
  })

  test('ADM-04 changes at the same time take turns, and no number is missing', async (t) => {
    const { practice, ods, deps } = await given(t)
    const before = (await findSettingChanges(practice.db, ods)).length

    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        changeSettings(deps, { practice: ods, by: `P${index}`, wanted: { embargoMinutes: index + 1 } }),
      ),
    )

    const changes = (await findSettingChanges(practice.db, ods)).reverse()
    assert.deepEqual(
      changes.map(({ number }) => number),
      Array.from({ length: before + 10 }, (_, index) => index + 1),
    )
    const values = changes.slice(before).map(({ oldValue, newValue }) => [oldValue, newValue])
    // Each found what the one before it had left.
    assert.deepEqual(
      values.map(([oldValue]) => oldValue),
      [undefined, ...values.slice(0, -1).map(([, newValue]) => newValue)],
    )
  })

  test('ADM-04 a practice that is not here is refused', async (t) => {
    const { deps } = await given(t)
    await assert.rejects(changeSettings(deps, { practice: newOdsCode(), by: 'Jo', wanted: { gpConnect: true } }), SettingRefused)
  })
})

describe('Caps', () => {
  test('ADM-02 SLOT-08 are added, changed and removed one for each scope and organisation, and kept in the history', async (t) => {
    const { practice, ods, deps } = await given(t)
    const cap = (most: number | undefined, whom: object = {}) => changeCap(deps, { practice: ods, by: 'Jo', scope: 'day', ...whom, most })

    assert.equal(await cap(3, { organisationType: 'urgent-care' }), 'added')
    assert.equal(await cap(3, { organisationType: 'urgent-care' }), 'unchanged')
    assert.equal(await cap(2, { organisationType: 'urgent-care' }), 'changed')
    assert.equal(await cap(9), 'added')
    assert.equal(await cap(0, { organisationCode: 'B86675' }), 'added')
    assert.equal(await cap(undefined, { organisationCode: 'B86675' }), 'removed')
    assert.equal(await cap(undefined, { organisationCode: 'B86675' }), 'unchanged')

    assert.deepEqual(
      (await findAllCaps(practice.db, ods)).map(({ id: _id, ...rest }) => rest),
      [
        { scope: 'day', organisationType: 'urgent-care', most: 2 },
        { scope: 'day', most: 9 },
      ],
    )
    assert.deepEqual(await changedBy(practice, 'Jo'), [
      'cap per day: urgent-care: - > 3',
      'cap per day: urgent-care: 3 > 2',
      'cap per day: anyone: - > 9',
      'cap per day: B86675: - > 0',
      'cap per day: B86675: 0 > -',
    ])
  })
})

describe('The switches of service filtering', () => {
  test('SLOT-10 ADM-05 turning it on is refused, with every reason, and turning GP Connect off never', async (t) => {
    // Given nothing that it needs
    const { practice, ods, deps } = await given(t, { settings: {} })
    const turn = (wanted: Parameters<typeof changeSettings>[1]['wanted']) => changeSettings(deps, { practice: ods, by: 'Jo', wanted })
    const turnOn = () => turn({ serviceFiltering: true })
    await assert.rejects(turnOn(), (error) => {
      assert.ok(error instanceof SettingRefused)
      assert.match(error.message, /supplier.*GP Connect is off.*Appointment Management is off.*list of services is empty/)
      return true
    })

    // When one after the other is put right
    await changeSupplierSwitch(deps, { on: true, practices: [ods], by: 'Supplier' })
    await turn({ gpConnect: true })
    await assert.rejects(turnOn(), /Appointment Management is off; the practice's list of services is empty\.$/)
    await turn({ appointmentManagement: true })
    await assert.rejects(turnOn(), /: the practice's list of services is empty\.$/)
    await saveService(deps, { practice: ods, by: 'Jo', key: 'surgery', dosServiceId: '1', name: 'West Road' })
    await turnOn()

    // Then
    assert.equal((await findSettings(practice.db, ods))?.serviceFiltering, true)
    await turn({ gpConnect: false })
    assert.deepEqual((await changedBy(practice, 'Jo')).slice(-2), ['service-filtering: off > on', 'gp-connect: on > off'])
    assert.deepEqual(await changedBy(practice, 'Supplier'), ['service-filtering-by-supplier: off > on'])
  })

  test('SLOT-10 ADM-05 the supplier offers it nowhere, at selected practices or everywhere, new ones too, and each change is kept', async (t) => {
    // Given
    const { practice, ods, deps } = await given(t, { settings: SWITCHED_ON })
    const offered = async (odsCode: typeof ods) => (await findSettings(practice.db, odsCode))?.serviceFilteringOffered
    t.after(() => changeSupplierSwitch(deps, { on: false, practices: [], by: 'Supplier' }))

    // When, Then
    assert.deepEqual(await changeSupplierSwitch(deps, { on: true, practices: [ods], by: 'Supplier' }), {
      state: 'selected',
      changed: [ods],
    })
    assert.equal(await offered((await given(t)).ods), false)

    const { state } = await changeSupplierSwitch(deps, { on: true, practices: [], by: 'Supplier' })
    assert.equal(state, 'on')
    const newcomer = (await given(t)).ods
    assert.equal(await offered(newcomer), true)

    assert.equal((await changeSupplierSwitch(deps, { on: false, practices: [newcomer], by: 'Supplier' })).state, 'selected')
    assert.deepEqual([await offered(newcomer), await offered(ods)], [false, true])

    await changeSupplierSwitch(deps, { on: false, practices: [], by: 'Supplier' })
    assert.equal(await offered(ods), false)
    const states = (await findSupplierSwitchChanges(practice.db)).map((change) => change.state)
    assert.deepEqual(states.slice(0, 4), ['off', 'selected', 'on', 'selected'])
    await assert.rejects(practice.db.query(`update supplier_switch set state = 'on'`), /only added to/)
    await assert.rejects(changeSupplierSwitch(deps, { on: true, practices: [newOdsCode()], by: 'Supplier' }), SettingRefused)
  })
})

describe('The list of services and its links', () => {
  test('ADM-05 can be set up while the switch is off, and every change of it is kept', async (t) => {
    const { practice, ods, deps } = await given(t)
    const link = (to: Parameters<typeof linkSchedule>[1]['to']) => linkSchedule(deps, { practice: ods, by: 'Jo', schedule: 'morning', to })

    await assert.rejects(saveService(deps, { practice: ods, by: 'Jo', key: 'hub', name: 'Hub' }), /is new: say its DOS service id/)
    await saveService(deps, { practice: ods, by: 'Jo', key: 'hub', dosServiceId: '7', name: 'Hub' })
    await saveService(deps, { practice: ods, by: 'Jo', key: 'hub', name: 'East Road Hub' })
    await assert.rejects(
      saveService(deps, { practice: ods, by: 'Jo', key: 'other', dosServiceId: '7', name: 'Other' }),
      /under another key/,
    )
    await link({ service: 'hub' })
    await assert.rejects(removeService(deps, { practice: ods, by: 'Jo', key: 'hub' }), /has 1 schedules/)
    await link('not-applicable')
    await link('not-applicable')
    await link('none')
    await removeService(deps, { practice: ods, by: 'Jo', key: 'hub' })

    assert.deepEqual(await changedBy(practice, 'Jo'), [
      'service hub: - > 7 Hub',
      'service hub: 7 Hub > 7 East Road Hub',
      'schedule morning service: - > hub',
      'schedule morning service: hub > not applicable',
      'schedule morning service: not applicable > -',
      'service hub: 7 East Road Hub > -',
    ])
    await assert.rejects(link({ service: 'hub' }), /no service with the key "hub"/)
    await assert.rejects(linkSchedule(deps, { practice: ods, by: 'Jo', schedule: 'none', to: 'none' }), /no schedule or weekly session/)
  })

  test('ADM-05 while it is on, a bookable schedule needs a service or "not applicable", and the last service stays', async (t) => {
    const { ods, deps } = await given(t, {
      settings: SWITCHED_ON,
      services: SERVICES,
      schedules: [{ ...SCHEDULE, service: 'surgery', slots: [practiceSlot('2026-03-02T09:00')] }],
    })
    await changeSupplierSwitch(deps, { on: true, practices: [ods], by: 'Supplier' })
    await changeSettings(deps, { practice: ods, by: 'Jo', wanted: { serviceFiltering: true } })
    const link = (to: Parameters<typeof linkSchedule>[1]['to']) => linkSchedule(deps, { practice: ods, by: 'Jo', schedule: 'morning', to })

    await assert.rejects(link('none'), /needs a service, or "not applicable"/)
    await link('not-applicable')
    await assert.rejects(removeService(deps, { practice: ods, by: 'Jo', key: 'surgery' }), /the last one/)
  })
})

describe('The limits of a schedule', () => {
  test("ADM-03 stand in for the practice's, for a schedule or for every day of a weekly session", async (t) => {
    const session = {
      ...SCHEDULE,
      key: 'evening',
      from: '2026-03-02',
      to: '2026-03-03',
      weekdays: ['mon', 'tue'],
      starts: '18:00',
      ends: '18:20',
      slotMinutes: 10,
      deliveryChannel: 'Telephone',
      bookable: true,
    } as const
    const { practice, ods, deps } = await given(t, { sessions: [{ ...session, weekdays: [...session.weekdays] }] })
    const limit = (schedule: string, value: number | null) =>
      changeScheduleLimit(deps, { practice: ods, by: 'Jo', schedule, limit: 'embargoMinutes', value })

    await limit('evening', 30)
    await limit('evening/2026-03-03', null)
    await limit('morning', 0)
    await limit('morning', 0)

    assert.deepEqual(await changedBy(practice, 'Jo'), [
      'schedule evening/2026-03-02 embargo-minutes: - > 30',
      'schedule evening/2026-03-03 embargo-minutes: - > 30',
      'schedule evening/2026-03-03 embargo-minutes: 30 > -',
      'schedule morning embargo-minutes: - > 0',
    ])
  })
})
