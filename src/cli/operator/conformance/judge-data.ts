import type { TargetSource } from '../../../conformance/target/decode-target.ts'
import type { PracticeFileSource } from '../../../dataset/practice-file.ts'
import type { SpineFileSource } from '../../../dataset/spine-file.ts'
import { addDays, type LocalDate } from '../../../nhs/local-time.ts'
import { CAPPED, farDays, judgeDays, judgeSchedules, RESERVED_FOR, RESERVED_WITH_TYPE } from './judge-days.ts'
import { type JudgePerson, judgePeople, ON_PDS, patientRecordOf, spinePersonOf } from './judge-people.ts'

export type JudgeSystem = { odsCode: string; asid: string }

export type JudgeDataOptions = {
  today: LocalDate
  practice: JudgeSystem
  otherPractice: JudgeSystem
  switchedOff: JudgeSystem
  /** With GP Connect on, and Appointment Management off. */
  halfOff: JudgeSystem
  /** Of a practice's service root. */
  serviceRootOf: (odsCode: string) => string
  serviceFiltering: 'supplier-disabled' | 'organization-disabled' | 'enabled'
}

const ADDRESS = { lines: ['1 High Street'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS1 6AE' }
const PLACE = { postalCode: ADDRESS.postalCode, phone: '0113 496 0100' }
const SERVICE = '2000099901'
const SERVICE_WITHOUT_SLOTS = '2000099902'
const SDS_USER_ID = '555000222111'

/** Files that give our provider, and a simulated PDS, all that the runner asks for, and what a target says of them. */
export function judgeData(options: JudgeDataOptions) {
  const people = judgePeople()
  return {
    practices: [judgedPractice(options, people), otherPractice(options, people), switchedOff(options), halfOff(options)],
    people: spinePeople(people),
    data: targetData(options, people),
  }
}

type People = ReturnType<typeof judgePeople>

function judgedPractice(
  { today, practice, serviceFiltering }: JudgeDataOptions,
  { named, returning, unshowable }: People,
): PracticeFileSource {
  const days = judgeDays(today)
  const isHere = ({ record }: JudgePerson) => record !== undefined
  const appointment = (key: string, of: { patient: JudgePerson; schedule: string; start: string }) => ({
    key,
    patient: of.patient.person.nhsNumber,
    schedule: of.schedule,
    starts: [of.start],
    description: 'Booked by the practice',
  })
  return {
    kind: 'practice',
    ...practice,
    name: 'The Judged Surgery',
    address: ADDRESS,
    telecom: [{ system: 'phone', value: '0113 496 0100', use: 'work' }],
    settings: {
      gpConnect: true,
      appointmentManagement: true,
      ...(serviceFiltering === 'enabled' && { serviceFiltering: true }),
      caps: [{ per: 'day', organisationCode: CAPPED.odsCode, most: CAPPED.most }],
    },
    locations: [
      { key: 'main', name: 'The Judged Surgery', address: ADDRESS, telecom: [{ system: 'phone', value: '0113 496 0100', use: 'work' }] },
      { key: 'branch', name: 'The Judged Branch Surgery', address: { ...ADDRESS, lines: ['2 Low Street'] } },
    ],
    practitioners: [
      {
        ...{ key: 'doctor', sdsUserId: SDS_USER_ID, sdsRoleProfileIds: ['555000222112'], family: 'Deakin', given: ['Ada'] },
        ...{ prefix: ['Dr'], gender: 'female', languages: ['en', 'fr'] },
      },
      { key: 'nurse', sdsUserId: '555000222113', family: 'Naylor', given: ['Max'], prefix: ['Mr'], gender: 'male' },
      { key: 'adviser', sdsUserId: '555000222114', family: 'Adair', given: ['Kit'], gender: 'other' },
    ],
    services: [
      { key: 'surgery', dosServiceId: SERVICE, name: 'Judged surgery' },
      { key: 'clinic', dosServiceId: SERVICE_WITHOUT_SLOTS, name: 'Judged clinic' },
    ],
    schedules: judgeSchedules(today),
    patients: [...Object.values(named), ...returning, ...unshowable].filter(isHere).map(patientRecordOf),
    appointments: [
      {
        ...appointment('visit', { patient: named['visit-appointment'], schedule: `visits-${days.visits}`, start: `${days.visits}T09:00` }),
        comment: 'Visit type: housebound patient',
      },
      appointment('own', {
        patient: named['practice-booked'],
        schedule: `kept-${days['not-bookable']}`,
        start: `${days['not-bookable']}T09:00`,
      }),
      appointment('earlier', { patient: named['past-appointment'], schedule: `today-${today}`, start: `${today}T00:00` }),
    ],
  }
}

function otherPractice({ today, otherPractice: system }: JudgeDataOptions, { ofOtherPractice }: People): PracticeFileSource {
  const days = judgeDays(today)
  return {
    kind: 'practice',
    ...system,
    name: 'The Other Surgery',
    settings: { gpConnect: true, appointmentManagement: true },
    locations: [{ key: 'main', name: 'The Other Surgery', address: ADDRESS }],
    practitioners: [{ key: 'doctor', sdsUserId: '555000222115', family: 'Other', given: ['Jo'] }],
    schedules: judgeSchedules(today)
      .filter(({ key }) => key === `doctor-${days['free-slots']}`)
      .map(({ service: _linked, ...schedule }) => ({ ...schedule, serviceNotApplicable: true })),
    patients: [patientRecordOf(ofOtherPractice)],
  }
}

function switchedOff({ switchedOff: system }: JudgeDataOptions): PracticeFileSource {
  return {
    kind: 'practice',
    ...system,
    name: 'The Closed Surgery',
    settings: { gpConnect: false, appointmentManagement: false },
    locations: [{ key: 'main', name: 'The Closed Surgery', address: ADDRESS }],
  }
}

function halfOff({ halfOff: system }: JudgeDataOptions): PracticeFileSource {
  return {
    kind: 'practice',
    ...system,
    name: 'The Half Closed Surgery',
    settings: { gpConnect: true, appointmentManagement: false },
    locations: [{ key: 'main', name: 'The Half Closed Surgery', address: ADDRESS }],
  }
}

function spinePeople({ named, registrable, returning, ofOtherPractice, unshowable }: People): NonNullable<SpineFileSource['people']> {
  const everyone = [
    ...Object.entries(named),
    ...[...registrable, ...returning, ofOtherPractice, ...unshowable].map((one) => ['', one] as const),
  ]
  return everyone.flatMap(([name, one]) =>
    one.pds === undefined ? [] : [spinePersonOf(one, name === 'pds-superseded' ? named.patient.person.nhsNumber : undefined)],
  )
}

function targetData(options: JudgeDataOptions, people: People): NonNullable<TargetSource['data']> {
  const { today, practice, otherPractice: other, switchedOff: off, halfOff: half, serviceRootOf } = options
  const days = judgeDays(today)
  const on = (date: LocalDate) => ({ from: date, to: date })
  const { winter, summer } = farDays(today)
  const system = ({ odsCode, asid }: JudgeSystem) => ({ serviceRoot: serviceRootOf(odsCode), asid })
  const persons = Object.fromEntries(Object.entries(people.named).map(([name, { person }]) => [name, person]))
  return {
    ...persons,
    'untraced-mismatch': { ...people.named['untraced-mismatch'].person, onPds: ON_PDS },
    'untraced-unshowable': people.unshowable.map(({ person }) => person),
    'unknown-person': { nhsNumber: people.unknown.nhsNumber },
    'registrable-people': people.registrable.map(({ person }) => person),
    'returning-patients': people.returning.map(({ person }) => person),
    practitioner: { sdsUserId: SDS_USER_ID },
    'unknown-practitioner': { sdsUserId: '999999999999' },
    organisation: { odsCode: practice.odsCode },
    'unknown-organisation': { odsCode: 'X99999' },
    ...Object.fromEntries(Object.entries(days).map(([name, date]) => [name, on(date)])),
    'for-one-organisation': { ...on(days['for-one-organisation']), odsCode: RESERVED_FOR },
    'for-type-and-organisation': { ...on(days['for-type-and-organisation']), ...RESERVED_WITH_TYPE },
    capped: { ...on(days.capped), ...CAPPED },
    'no-slots': on(addDays(today, 40)),
    'past-slots': { from: -1, to: -1 },
    'winter-time': on(winter),
    'summer-time': on(summer),
    'practitioner-details': { sdsUserId: SDS_USER_ID, family: 'Deakin', gender: 'female', languages: ['en', 'fr'] },
    'organisation-details': { odsCode: practice.odsCode, name: 'The Judged Surgery', ...PLACE },
    'location-details': { name: 'The Judged Surgery', ...PLACE },
    'healthcare-service': { dosServiceId: SERVICE },
    'service-without-slots': { dosServiceId: SERVICE_WITHOUT_SLOTS },
    'unknown-service': { dosServiceId: '2000099999' },
    'service-filtering': options.serviceFiltering,
    'other-practice': { ...system(other), ...on(days['free-slots']), patient: people.ofOtherPractice.person },
    'switched-off': system(off),
    'appointments-off': system(half),
  }
}
