import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { decodePracticeFile, decodePracticeValue } from './practice-file.ts'

const example = readFileSync(new URL('../../examples/practice.json', import.meta.url), 'utf8')

type Json = Record<string, unknown>
// The example is ours, and every test changes what it knows to be there.
// biome-ignore lint/suspicious/noExplicitAny: a test reaches into the example
type Change = (file: any) => void

function faultsAfter(change: Change): string[] {
  const file: Json = JSON.parse(example)
  change(file)
  const decoded = decodePracticeValue(file)
  return 'faults' in decoded ? decoded.faults.map(({ place, message }) => `${place}: ${message}`) : []
}

describe('practice file', () => {
  test('the example is sound, and what it leaves out has its default', () => {
    // When
    const decoded = decodePracticeFile(example)

    // Then
    assert.ok('file' in decoded, JSON.stringify(decoded))
    assert.equal(decoded.file.sessions[1]?.blocked, false)
    assert.deepEqual(decoded.file.patients[1]?.telecom, [])
    assert.equal(decoded.file.appointments[0]?.status, 'booked')
  })

  const faults: [what: string, change: Change, fault: string][] = [
    ['another kind', (file) => (file.kind = 'spine'), 'kind: must be one of "practice"'],
    [
      'a property nobody knows',
      (file) => (file.patients[0].nickname = 'Peg'),
      'patients[0].nickname: is not a property that this format knows',
    ],
    ['a missing property', (file) => delete file.patients[1].family, 'patients[1].family: is missing'],
    [
      'a wrong check digit',
      (file) => {
        file.patients[1].nhsNumber = '9990000019'
        file.appointments.pop()
      },
      'patients[1].nhsNumber: must be an NHS number: ten digits with a correct check digit',
    ],
    [
      'a day that is none',
      (file) => (file.patients[0].birthDate = '1948-02-30'),
      'patients[0].birthDate: must be a day of the calendar: yyyy-mm-dd',
    ],
    ['a time that is none', (file) => (file.sessions[0].starts = '9:00'), 'sessions[0].starts: must be a local time, as "09:30"'],
    [
      'two of one NHS number',
      (file) => {
        file.patients[1].nhsNumber = '9990000018'
        file.appointments.pop()
      },
      'patients[1].nhsNumber: repeats that of patients[0]',
    ],
    ['two locations of one key', (file) => file.locations.push(file.locations[0]), 'locations[2].key: repeats that of locations[0]'],
    [
      'no main surgery',
      (file) => Object.assign(file, { locations: [file.locations[1]], sessions: [], patients: [], appointments: [] }),
      'locations: one of them must be the main surgery, with the key "main"',
    ],
    [
      'a location that nobody described',
      (file) => (file.sessions[0].location = 'annex'),
      'sessions[0].location: is the key of none of the locations',
    ],
    [
      'a practitioner that nobody described',
      (file) => (file.schedules[0].practitioner = 'pye'),
      'schedules[0].practitioner: is the key of none of the practitioners',
    ],
    [
      'a service that nobody described',
      (file) => (file.sessions[0].service = 'spa'),
      'sessions[0].service: is the key of none of the services',
    ],
    [
      'a service where there is said to be none',
      (file) => (file.sessions[0].serviceNotApplicable = true),
      'sessions[0].serviceNotApplicable: does not go with a service',
    ],
    [
      'a cap for a type and a code',
      (file) => (file.settings = { caps: [{ per: 'day', organisationType: 'urgent-care', organisationCode: 'B86675', most: 1 }] }),
      'settings.caps[0]: must be for an organisation type or for a code, not for both',
    ],
    [
      'two caps for the same',
      (file) => {
        file.settings = {
          caps: [
            { per: 'day', most: 1 },
            { per: 'session', most: 1 },
            { per: 'day', most: 2 },
          ],
        }
      },
      'settings.caps[2]: is for whom caps[0] is',
    ],
    [
      'an embargo of less than nothing',
      (file) => (file.sessions[0].embargoMinutes = -1),
      'sessions[0].embargoMinutes: Too small: expected number to be >=0',
    ],
    [
      'a general practitioner that nobody described',
      (file) => (file.patients[0].generalPractitioner = 'pye'),
      'patients[0].generalPractitioner: is the key of none of the practitioners',
    ],
    [
      'a branch that nobody described',
      (file) => (file.patients[0].preferredBranch = 'x'),
      'patients[0].preferredBranch: is the key of none of the locations',
    ],
    [
      'a registration that ends before it starts',
      (file) => (file.patients[1].registration.end = '2025-11-30'),
      'patients[1].registration.end: is before the start',
    ],
    ['slots that overlap', (file) => (file.schedules[0].slots[2].start = '2026-10-10T09:08'), 'schedules[0].slots[2]: overlaps slots[1]'],
    [
      'SLOT-06 a bookable visit',
      (file) => (file.schedules[0].slots[0].deliveryChannel = 'Visit'),
      'schedules[0].slots[0].bookable: a visit must not be bookable (SLOT-06)',
    ],
    [
      'SLOT-06 a session of bookable visits',
      (file) => (file.sessions[0].deliveryChannel = 'Visit'),
      'sessions[0].bookable: a visit must not be bookable (SLOT-06)',
    ],
    [
      'SLOT-06 an exception that makes a visit bookable',
      (file) => (file.sessions[0].exceptions[1].deliveryChannel = 'Visit'),
      'sessions[0].exceptions[1]: a visit must not be bookable (SLOT-06)',
    ],
    ['a range that runs backwards', (file) => (file.sessions[1].to = '2026-01-04'), 'sessions[1].to: is before "from"'],
    ['a range of years', (file) => (file.sessions[1].to = '2036-01-04'), 'sessions[1].to: is more than 366 days after "from"'],
    [
      'a break outside the session',
      (file) => Object.assign(file.sessions[0], { breaks: [{ from: '10:30', to: '12:10' }], exceptions: [] }),
      'sessions[0].breaks[0]: must begin before it ends, within the session',
    ],
    [
      'an exception for a time without a slot',
      (file) => (file.sessions[0].exceptions[0].times[1] = '10:40'),
      'sessions[0].exceptions[0].times[1]: is the start of none of the slots',
    ],
    [
      'slots longer than their session',
      (file) => (file.sessions[1].slotMinutes = 100),
      'sessions[1].slotMinutes: leaves no room for a single slot',
    ],
    [
      'a role outside the value set',
      (file) => (file.sessions[0].practitionerRole = 'R9999'),
      'sessions[0].practitionerRole: must be a code of CareConnect-SDSJobRoleName-1, as "R0260"',
    ],
    [
      'an appointment of nobody',
      (file) => (file.appointments[0].patient = '9990000034'),
      'appointments[0].patient: is the NHS number of none of the patients',
    ],
    [
      'an appointment in no schedule',
      (file) => (file.appointments[0].schedule = 'covid-clinic'),
      'appointments[0].schedule: is none of the schedules, nor a session with a day',
    ],
    [
      'an appointment on a day that is none',
      (file) => (file.appointments[1].schedule = 'telephone-evening/2026-02-30'),
      'appointments[1].schedule: is none of the schedules, nor a session with a day',
    ],
    [
      'a slot taken twice',
      (file) => file.appointments.push({ ...file.appointments[0], key: 'again', patient: '9990000026', starts: ['2026-10-10T09:05'] }),
      'appointments[2].starts[0]: is a slot that appointments[0] has taken',
    ],
    [
      'a cancellation without a reason',
      (file) => delete file.appointments[1].cancellationReason,
      'appointments[1].cancellationReason: is missing',
    ],
    [
      'a reason without a cancellation',
      (file) => (file.appointments[0].cancellationReason = 'Changed her mind'),
      'appointments[0].cancellationReason: does not go with an appointment that is booked',
    ],
    [
      'APT-01 a description that is too long',
      (file) => (file.appointments[0].description = 'x'.repeat(101)),
      'appointments[0].description: Too big: expected string to have <=100 characters',
    ],
  ]
  for (const [what, change, fault] of faults) {
    test(`${what} is a fault with its place`, () => {
      assert.deepEqual(faultsAfter(change), [fault])
    })
  }

  test('every fault is reported, of an entry and between entries, in one go', () => {
    // When
    const found = faultsAfter((file) => {
      file.patients[0].gender = 'F'
      file.patients[1].preferredBranch = 'annex'
      file.sessions[0].slotMinutes = 0
      file.practitioners[0].key = 'a b'
      file.appointments[1].schedule = 'hall-evening/2026-02-04'
    })

    // Then
    assert.deepEqual(
      found.map((fault) => fault.split(':')[0]),
      ['practitioners[0].key', 'sessions[0].slotMinutes', 'patients[0].gender', 'patients[1].preferredBranch', 'appointments[1].schedule'],
    )
  })

  test('no fault repeats what the file says of a patient', () => {
    // Given
    const secrets = ['9990000019', 'Zebedee', '1948-13-99', 'LS99', '07700 900999']

    // When
    const found = faultsAfter((file) => {
      file.patients[0].nhsNumber = '9990000019'
      file.patients[0].family = ['Zebedee']
      file.patients[0].birthDate = '1948-13-99'
      file.patients[0].addresses[0].postalCode = 'LS99'
      file.patients[0].telecom[0].system = '07700 900999'
    })

    // Then
    assert.equal(found.length, 6, 'one for each, and one for the appointment that now refers to nobody')
    for (const secret of secrets) assert.ok(!found.join('\n').includes(secret), secret)
  })
})
