import { type AppointmentToSave, insertAppointments, occupySlotsOf } from '../appointments/store/save-appointments.ts'
import {
  findKnownAppointments,
  type KnownAppointment,
  lockNamedSlots,
  type NamedSlot,
  releaseSlotsOf,
  updateKnownAppointments,
} from '../appointments/store/save-known-appointments.ts'
import type { Fault } from '../dataset/fault.ts'
import type { AppointmentInFile } from '../dataset/patient-schemas.ts'
import type { SavedRows } from '../directory/store/save-count.ts'
import { momentOf } from '../nhs/local-time.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Tx } from '../postgres/database.ts'
import { ImportRefused } from './import-refused.ts'

type Entry = { index: number; appointment: AppointmentInFile; start: Date }

/** `notes`: what was left out or left as it is, and why. */
export async function importAppointments(
  tx: Tx,
  practice: OdsCode,
  of: { appointments: readonly AppointmentInFile[]; now: Date; newId: () => string },
): Promise<SavedRows & { notes: Fault[] }> {
  if (of.appointments.length === 0) return { added: 0, updated: 0, notes: [] }

  const entries = of.appointments.map((appointment, index) => ({ index, appointment, start: startsOf(appointment)[0] ?? of.now }))
  const known = await findKnownAppointments(
    tx,
    practice,
    entries.map(({ index, appointment, start }) => ({ index, nhsNumber: appointment.patient, schedule: appointment.schedule, start })),
  )
  const isKnown = new Set(known.map(({ index }) => index))
  const updated = await updateKnown(tx, practice, { entries, known, now: of.now })
  const added = await addNew(tx, practice, { ...of, entries: entries.filter(({ index }) => !isKnown.has(index)) })
  return { added: added.count, updated: updated.count, notes: [...updated.notes, ...added.notes] }
}

/** In time order, however the file has them. */
function startsOf({ starts }: AppointmentInFile): Date[] {
  return starts.toSorted().map((start) => momentOf(start.slice(0, 10), start.slice(11)))
}

async function updateKnown(tx: Tx, practice: OdsCode, of: { entries: Entry[]; known: KnownAppointment[]; now: Date }) {
  const notes: Fault[] = []
  const changes = of.known.flatMap(({ index, id, status, changedHere }) => {
    const appointment = of.entries[index]?.appointment
    if (!appointment || changedHere) return []
    if (status === 'cancelled' && appointment.status === 'booked') {
      notes.push({ place: `appointments[${index}]`, message: 'is cancelled in the book, and stays so' })
      return []
    }
    return [{ id, ...wordsOf(appointment) }]
  })
  const changed = await updateKnownAppointments(tx, practice, { changes, now: of.now })
  const cancelled = changed.filter(({ status }) => status === 'cancelled').map(({ id }) => id)
  if (cancelled.length > 0) await releaseSlotsOf(tx, practice, cancelled)
  return { count: changed.length, notes }
}

function wordsOf({ status, description, comment, cancellationReason, bookingOrganisation }: AppointmentInFile) {
  return {
    status,
    description,
    ...(comment !== undefined && { comment }),
    ...(cancellationReason !== undefined && { cancellationReason }),
    ...(bookingOrganisation && { bookingOrganisation }),
  }
}

async function addNew(tx: Tx, practice: OdsCode, of: { entries: Entry[]; now: Date; newId: () => string }) {
  const named = of.entries.flatMap(({ index, appointment }) =>
    startsOf(appointment).map((start) => ({ index, schedule: appointment.schedule, start })),
  )
  const slots = Map.groupBy(await lockNamedSlots(tx, practice, named), ({ index }) => index)

  const faults: Fault[] = []
  const notes: Fault[] = []
  const toSave = of.entries.flatMap(({ index, appointment }) => {
    const place = `appointments[${index}]`
    const taken = slots.get(index) ?? []
    const fault = faultIn(appointment, taken)
    if (fault) {
      faults.push({ place, message: fault })
      return []
    }
    if (appointment.status === 'booked' && taken.some(({ appointmentId }) => appointmentId !== null)) {
      notes.push({ place, message: 'was left out: the book has another appointment at that time' })
      return []
    }
    return [appointmentToSave(appointment, { taken, now: of.now, newId: of.newId })]
  })
  if (faults.length > 0) throw new ImportRefused(faults)

  await insertAppointments(tx, practice, toSave)
  const booked = toSave.filter(({ status }) => status === 'booked').map(({ newId }) => newId)
  if (booked.length > 0) await occupySlotsOf(tx, practice, booked)
  return { count: toSave.length, notes }
}

/** APT-04, as far as a practice's own appointments go: they may also be visits, or in slots that were never released. */
function faultIn(appointment: AppointmentInFile, taken: readonly NamedSlot[]): string | undefined {
  if (taken.length < appointment.starts.length) return 'has a start at which the book has no slot in that schedule'
  for (const [at, slot] of taken.entries()) {
    const before = taken[at - 1]
    if (before && before.end.getTime() !== slot.start.getTime()) return 'has slots that do not follow one another without a gap'
    if (before && before.deliveryChannel !== slot.deliveryChannel) return 'has slots of different delivery channels'
  }
  return undefined
}

function appointmentToSave(
  appointment: AppointmentInFile,
  of: { taken: readonly NamedSlot[]; now: Date; newId: () => string },
): AppointmentToSave {
  const { patient, schedule, created } = appointment
  const [first, last] = [of.taken[0], of.taken.at(-1)]
  return {
    newId: of.newId(),
    nhsNumber: patient,
    schedule,
    slotIds: of.taken.map(({ id }) => id),
    start: first?.start ?? of.now,
    end: last?.end ?? of.now,
    created: created ? momentOf(created.slice(0, 10), created.slice(11)) : of.now,
    ...wordsOf(appointment),
    changedAt: of.now,
  }
}
