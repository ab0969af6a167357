import type { ScheduleToSave } from '../appointments/store/save-schedules.ts'
import type { SlotToSave } from '../appointments/store/save-slots.ts'
import { checkRange } from '../dataset/check-schedules.ts'
import { daysOfSession, type PlannedSlot, slotsOfSession } from '../dataset/expand-session.ts'
import type { PracticeFile } from '../dataset/practice-file.ts'
import type { Restriction, ScheduleInFile, WeeklySession } from '../dataset/schedule-schemas.ts'
import { type LocalDate, momentOf } from '../nhs/local-time.ts'
import { ImportRefused } from './import-refused.ts'

export type PlannedSchedule = { schedule: ScheduleToSave; slots: SlotToSave[] }

/** Every schedule that the file describes: its own, and one for each day of each weekly session, as seen today. */
export function planSchedules(file: PracticeFile, today: LocalDate, newId: () => string): PlannedSchedule[] {
  const faults = file.sessions.flatMap((session, index) => checkRange(`sessions[${index}]`, session, today))
  if (faults.length > 0) throw new ImportRefused(faults)

  const explicit = file.schedules.flatMap((schedule) => plan(schedule, { key: schedule.key, slots: explicitSlots(schedule), newId }))
  const weekly = file.sessions.flatMap((session) =>
    daysOfSession(session, today).flatMap((date) =>
      plan(session, { key: `${session.key}/${date}`, slots: slotsOfSession(session, date), newId }),
    ),
  )
  return [...explicit, ...weekly]
}

function explicitSlots(schedule: ScheduleInFile): PlannedSlot[] {
  const slots = schedule.slots.map(({ start: text, minutes, ...slot }) => {
    const start = momentOf(text.slice(0, 10), text.slice(11))
    return { ...slot, start, end: new Date(start.getTime() + minutes * 60_000) }
  })
  return slots.sort((a, b) => a.start.getTime() - b.start.getTime())
}

function plan(of: ScheduleInFile | WeeklySession, made: { key: string; slots: PlannedSlot[]; newId: () => string }): PlannedSchedule[] {
  const { sessionName, location, practitioner, practitionerRole, service, serviceNotApplicable, restrictedTo } = of
  const { bookingWindowDays, embargoMinutes } = of
  const { key, slots, newId } = made
  const [first, last] = [slots[0], slots.at(-1)]
  // A session within the hour that the clocks skip has no slots that night.
  if (!first || !last) return []

  const toSave = slots.map(({ restrictedTo: only, ...slot }) => ({ newId: newId(), schedule: key, ...slot, ...allowed(only) }))
  return [
    {
      slots: toSave,
      schedule: {
        newId: newId(),
        key,
        ...(sessionName && { sessionName }),
        location,
        ...(practitioner && { practitioner }),
        practitionerRole,
        ...(service && { service }),
        serviceNotApplicable,
        ...(bookingWindowDays !== undefined && { bookingWindowDays }),
        ...(embargoMinutes !== undefined && { embargoMinutes }),
        start: first.start,
        end: last.end,
        ...allowed(restrictedTo),
      },
    },
  ]
}

/** Sorted, because the order in the file means nothing, and a change of it must not look like a change. */
function allowed(restriction: Restriction | undefined): Pick<SlotToSave, 'allowedTypes' | 'allowedCodes'> {
  const { organisationTypes, organisationCodes } = restriction ?? {}
  return {
    ...(organisationTypes && { allowedTypes: [...new Set(organisationTypes)].sort() }),
    ...(organisationCodes && { allowedCodes: [...new Set<string>(organisationCodes)].sort() }),
  }
}
