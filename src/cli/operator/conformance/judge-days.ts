import type { PracticeFileSource } from '../../../dataset/practice-file.ts'
import { addDays, type LocalDate } from '../../../nhs/local-time.ts'

type ScheduleSource = NonNullable<PracticeFileSource['schedules']>[number]
type SlotSource = ScheduleSource['slots'][number]
type Details = Partial<Omit<ScheduleSource, 'slots'>>

/** For whom the data reserve what is reserved. */
export const RESERVED_FOR = 'A9R01'
export const RESERVED_WITH_TYPE = { odsCode: 'A9R02', type: 'urgent-care' } as const
export const CAPPED = { odsCode: 'A9R03', most: 2 } as const

const CHANNELS = ['In-person', 'Telephone', 'Video'] as const

function slotsFrom(
  date: LocalDate,
  { from = 9, count = 12, alter }: { from?: number; count?: number; alter?: (index: number) => Partial<SlotSource> } = {},
): SlotSource[] {
  return Array.from({ length: count }, (_, index) => {
    const minutes = from * 60 + index * 10
    const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    return { start: `${date}T${time}`, minutes: 10, slotType: 'Routine', deliveryChannel: 'In-person', bookable: true, ...alter?.(index) }
  })
}

function schedule(key: string, date: LocalDate, details: Details, slots = slotsFrom(date)): ScheduleSource {
  return {
    key: `${key}-${date}`,
    sessionName: `Judged: ${key}`,
    location: 'main',
    practitioner: 'doctor',
    practitionerRole: 'R0260',
    serviceNotApplicable: true,
    ...details,
    slots,
  }
}

const reserved = (organisationTypes?: ('urgent-care' | 'gp-practice')[], organisationCodes?: string[]): Details => ({
  restrictedTo: { ...(organisationTypes && { organisationTypes }), ...(organisationCodes && { organisationCodes }) },
})

/**
 * One condition a day, so that a search of that day meets nothing else; in a cycle by the calendar, so that what is imported on a later
 * day goes on where the earlier left off.
 */
const DAYS = {
  'free-slots': (date) => [
    schedule('doctor', date, { service: 'surgery', serviceNotApplicable: false }),
    schedule('nurse', date, { practitioner: 'nurse', practitionerRole: 'R0620' }, slotsFrom(date, { from: 11 })),
    schedule('adviser', date, { practitioner: 'adviser', practitionerRole: 'R1290' }, slotsFrom(date, { from: 16 })),
  ],
  'adjacent-slots': (date) => [schedule('adjacent', date, {})],
  'separated-slots': (date) => [schedule('separated', date, {}, slotsFrom(date, { alter: (index) => ({ blocked: index % 2 === 1 }) }))],
  'mixed-channels': (date) => [
    schedule('mixed', date, {}, slotsFrom(date, { alter: (index) => ({ deliveryChannel: CHANNELS[index % 2] ?? 'Video' }) })),
  ],
  'mixed-types': (date) => [
    schedule('types', date, {}, slotsFrom(date, { alter: (index) => ({ slotType: index % 2 === 0 ? 'Routine' : 'Review' }) })),
  ],
  'every-channel': (date) => [
    schedule('channels', date, {}, slotsFrom(date, { alter: (index) => ({ deliveryChannel: CHANNELS[index % 3] ?? 'Video' }) })),
  ],
  'two-locations': (date) => [
    schedule('here', date, {}),
    schedule('there', date, { location: 'branch', practitioner: 'nurse', practitionerRole: 'R0620' }),
  ],
  'no-practitioner': (date) => {
    const { practitioner: _nobody, ...unassigned } = schedule('unassigned', date, {})
    return [unassigned]
  },
  'for-urgent-care': (date) => [schedule('urgent', date, reserved(['urgent-care']))],
  'for-gp-practices': (date) => [schedule('practices', date, reserved(['gp-practice']))],
  'for-one-organisation': (date) => [schedule('organisation', date, reserved(undefined, [RESERVED_FOR]))],
  'for-type-and-organisation': (date) => [schedule('both', date, reserved([RESERVED_WITH_TYPE.type], [RESERVED_WITH_TYPE.odsCode]))],
  'not-bookable': (date) => [schedule('kept', date, {}, slotsFrom(date, { alter: () => ({ bookable: false }) }))],
  visits: (date) => [schedule('visits', date, {}, slotsFrom(date, { alter: () => ({ bookable: false, deliveryChannel: 'Visit' }) }))],
  embargoed: (date) => [schedule('embargoed', date, { embargoMinutes: 90 * 24 * 60 })],
  'beyond-window': (date) => [schedule('window', date, { bookingWindowDays: 0 })],
  capped: (date) => [schedule('capped', date, {})],
} as const satisfies Record<string, (date: LocalDate) => ScheduleSource[]>

export type JudgeDay = keyof typeof DAYS
const NAMES = Object.keys(DAYS) as JudgeDay[] // the table is a literal, so it has no other keys
const DAY_MS = 86_400_000

function conditionOn(date: LocalDate): JudgeDay {
  const number = Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS)
  return NAMES[number % NAMES.length] ?? 'free-slots'
}

/** The next days of each condition, from tomorrow on. */
export function judgeDays(today: LocalDate): Record<JudgeDay, LocalDate> {
  const days = NAMES.map((_, index) => addDays(today, index + 1)).map((date) => [conditionOn(date), date])
  return Object.fromEntries(days) as Record<JudgeDay, LocalDate> // as many days as conditions, each once
}

/** Days far from the others, of either side of the clocks. */
export function farDays(today: LocalDate): { winter: LocalDate; summer: LocalDate } {
  const year = Number(today.slice(0, 4)) + 1
  return { winter: `${year}-01-15`, summer: `${year}-07-15` }
}

export function judgeSchedules(today: LocalDate): ScheduleSource[] {
  const { winter, summer } = farDays(today)
  const yesterday = addDays(today, -1)
  const coming = NAMES.map((_, index) => addDays(today, index + 1)).flatMap((date) => DAYS[conditionOn(date)](date))
  return [
    ...coming,
    schedule('past', yesterday, { practitioner: 'adviser', practitionerRole: 'R1290' }, slotsFrom(yesterday, { from: 18, count: 3 })),
    schedule(
      'today',
      today,
      { practitioner: 'adviser', practitionerRole: 'R1290' },
      slotsFrom(today, { from: 0, count: 1, alter: () => ({ bookable: false }) }),
    ),
    schedule('winter', winter, {}),
    schedule('summer', summer, {}),
  ]
}
