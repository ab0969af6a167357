import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { daysOfSession, slotsOfSession } from '../../dataset/expand-session.ts'
import type { PracticeFile } from '../../dataset/practice-file.ts'
import { decodeSpineValue, type SpineFile } from '../../dataset/spine-file.ts'
import { addDays } from '../../nhs/local-time.ts'
import { demographicsAgree } from '../../nhs/verify-demographics.ts'
import { POPULATION } from './population.ts'
import { practiceFiles } from './practice-files.ts'
import { CONSUMERS, spineFile } from './spine-file.ts'

const TODAY = '2026-03-27'

function spine(): SpineFile {
  const decoded = decodeSpineValue(spineFile({ providerBaseUrl: 'http://127.0.0.1:4810' }))
  assert.ok('file' in decoded, JSON.stringify(decoded))
  return decoded.file
}

const slotsOf = (file: PracticeFile) =>
  file.sessions.flatMap((session) =>
    daysOfSession(session, TODAY).flatMap((day) =>
      slotsOfSession(session, day).map((slot) => ({ ...slot, restrictedTo: slot.restrictedTo ?? session.restrictedTo })),
    ),
  )

describe("the sandbox's data set", () => {
  test('the files are sound on any day of the week, and on days when the clocks change', () => {
    for (let days = 0; days < 7; days += 1) assert.equal(practiceFiles({ today: addDays(TODAY, days) }).length, 3)
    assert.equal(spine().organisations.length, 5)
  })

  test('about thirty people, all with test numbers, each with a story of their own', () => {
    assert.ok(POPULATION.length >= 28 && POPULATION.length <= 36, String(POPULATION.length))
    assert.ok(POPULATION.every(({ nhsNumber }) => nhsNumber.startsWith('999')))
    assert.equal(new Set(POPULATION.map(({ nhsNumber }) => nhsNumber)).size, POPULATION.length)
    assert.equal(new Set(POPULATION.map(({ story }) => story)).size, POPULATION.length)
    for (const { nhsNumber, pds, records } of POPULATION) {
      assert.ok(pds === undefined || pds.nhsNumber === nhsNumber)
      assert.ok(records.every(({ patient }) => patient.nhsNumber === nhsNumber))
    }
  })

  test('PAT-02, PAT-03, REG-03 the states that finding and registering distinguish are all there', () => {
    const records = POPULATION.flatMap(({ records: held, pds }) => held.map(({ patient }) => ({ patient, pds })))
    const neverTraced = records.filter(({ patient }) => !patient.nhsNumberVerified)
    const verifies = ({ patient, pds }: (typeof records)[number]) =>
      demographicsAgree(
        { family: patient.family, given: patient.given ?? [], birthDate: patient.birthDate },
        { family: pds?.names?.[0]?.family ?? '', given: pds?.names?.[0]?.given ?? [], birthDate: pds?.birthDate },
      )
    const states: [string, unknown][] = [
      ['left', records.find(({ patient: { registration } }) => registration.type === 'R' && registration.end && registration.end < TODAY)],
      [
        'temporary',
        records.find(({ patient: { registration } }) => registration.type === 'T' && registration.end && registration.end > TODAY),
      ],
      [
        'temporary, ended',
        records.find(({ patient: { registration } }) => registration.type === 'T' && registration.end && registration.end < TODAY),
      ],
      ['deceased', records.find(({ patient }) => patient.deceased)],
      ['sensitive', records.find(({ patient }) => patient.sensitive)],
      ['sensitive on PDS only', records.find(({ patient, pds }) => !patient.sensitive && pds?.confidentiality === 'restricted')],
      ['never traced, verifiable', neverTraced.find((one) => verifies(one) && one.patient.birthDate === one.pds?.birthDate)],
      ['never traced, verifiable by name', neverTraced.find((one) => verifies(one) && one.patient.birthDate !== one.pds?.birthDate)],
      ['never traced, somebody else', neverTraced.find((one) => one.pds?.birthDate && !verifies(one))],
      ['never traced, unknown to PDS', neverTraced.find(({ pds }) => !pds)],
      ['superseded', neverTraced.find(({ pds }) => pds?.supersededBy)],
      ['invalid', neverTraced.find(({ pds }) => pds?.invalidated)],
      [
        'known to PDS only',
        POPULATION.find(({ records: held, pds }) => held.length === 0 && pds?.birthDate?.length === 10 && !pds.deceased),
      ],
      ['known to PDS only, deceased', POPULATION.find(({ records: held, pds }) => held.length === 0 && pds?.deceased)],
    ]
    for (const [state, found] of states) assert.ok(found, state)
  })

  test("the slots look like a surgery's: channels, roles, releases, restrictions, and some taken", () => {
    const files = practiceFiles({ today: TODAY })
    for (const file of files) {
      const slots = slotsOf(file)
      assert.ok(slots.length >= 300 && slots.length <= 2_000, `${file.odsCode}: ${slots.length}`)
      assert.ok(file.appointments.length >= 3, file.odsCode)
      assert.ok(slots.some(({ bookable }) => !bookable) && slots.some(({ blocked }) => blocked))
      assert.ok(slots.some(({ restrictedTo }) => restrictedTo?.organisationTypes))
      assert.ok(new Set(file.sessions.map(({ practitionerRole }) => practitionerRole)).size >= 3)
    }
    const all = files.flatMap(slotsOf)
    for (const channel of ['In-person', 'Telephone', 'Video', 'Visit'])
      assert.ok(
        all.some((slot) => slot.deliveryChannel === channel),
        channel,
      )
    assert.ok(all.some(({ restrictedTo }) => restrictedTo?.organisationCodes?.some((code) => code === CONSUMERS.hub.odsCode)))
    assert.ok(files.some(({ locations, sessions }) => locations.length > 1 && sessions.some(({ location }) => location !== 'main')))
    assert.ok(files.some(({ sessions }) => sessions.some(({ starts }) => starts >= '18:00')))
  })

  test('a day later the days that both know are booked alike', () => {
    const [today, tomorrow] = [TODAY, addDays(TODAY, 1)].map((day) =>
      practiceFiles({ today: day }).flatMap(({ appointments }) => appointments),
    )
    assert.deepEqual(
      today?.filter(({ schedule }) => schedule.slice(-10) >= addDays(TODAY, 1)),
      tomorrow?.filter(({ schedule }) => schedule.slice(-10) <= addDays(TODAY, 14)),
    )
  })

  test('CON-05 staff with no, one and several roles, and one who cannot sign in surely enough', () => {
    const { staff, organisations } = spine()
    assert.deepEqual(
      staff.map(({ roles }) => roles.length),
      [1, 1, 3, 0, 1],
    )
    assert.equal(staff.filter(({ authenticator }) => authenticator.startsWith('AAL2')).length, 1)
    const known = organisations.map(({ odsCode }) => odsCode)
    assert.ok(staff.every(({ roles }) => roles.every(({ odsCode }) => known.includes(odsCode))))
  })

  test('Spine knows the practices as they know themselves, and one agreement is missing', () => {
    // Given
    const { organisations, dataSharing } = spine()
    const practices = practiceFiles({ today: TODAY })

    // Then
    for (const { odsCode, asid, name } of practices) {
      const organisation = organisations.find((one) => one.odsCode === odsCode)
      assert.equal(organisation?.name, name)
      assert.equal(organisation?.systems[0]?.asid, asid)
      assert.equal(organisation?.systems[0]?.endpoint?.serviceRoot, `http://127.0.0.1:4810/${odsCode}/STU3/1/gpconnect`)
    }
    const reachable = (asid: string) =>
      dataSharing.filter(({ from }) => [from].flat().some((one) => one === asid)).flatMap(({ to }) => [to].flat())
    assert.equal(reachable(CONSUMERS.nhs111.asid).length, 3)
    assert.equal(reachable(CONSUMERS.hub.asid).length, 2)
  })
})
