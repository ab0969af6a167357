import { lockPractice } from '../appointments/control/apply-settings.ts'
import type { ChangedBy } from '../audit/store/setting-changes.ts'
import type { Fault } from '../dataset/fault.ts'
import type { PatientInFile } from '../dataset/patient-schemas.ts'
import type { PracticeFile } from '../dataset/practice-file.ts'
import type { SavedRows } from '../directory/store/save-count.ts'
import { saveLocations } from '../directory/store/save-locations.ts'
import { saveOrganisation } from '../directory/store/save-organisation.ts'
import { findPractitionersOfOtherKeys, savePractitioners } from '../directory/store/save-practitioners.ts'
import { findServicesOfOtherKeys, saveServices } from '../directory/store/save-services.ts'
import { localDateOf, momentOf } from '../nhs/local-time.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { type PatientToSave, savePatients } from '../patients/store/save-patients.ts'
import type { Database, Tx } from '../postgres/database.ts'
import { importAppointments } from './import-appointments.ts'
import { ImportRefused } from './import-refused.ts'
import { importSchedules } from './import-schedules.ts'
import { checkServicesSaid, importSettings, recordScheduleChanges, recordServiceChanges } from './import-settings.ts'
import { planSchedules } from './plan-schedules.ts'

export type ImportPracticeDeps = { db: Database; now: () => Date; newId: () => string }

export type Counts = { added: number; updated: number; unchanged: number }

export const KINDS = [
  'practice',
  'settings',
  'locations',
  'practitioners',
  'services',
  'schedules',
  'slots',
  'patients',
  'appointments',
] as const
export type Kind = (typeof KINDS)[number]

/** `notes`: what was left out or left as it is, and why. */
export type PracticeImport = { odsCode: OdsCode; name: string; counts: Record<Kind, Counts>; notes: readonly Fault[] }

/** All of the file, or nothing of it: throws ImportRefused. `onProgress` is told of slots, of which there are many. */
export async function importPractice(
  deps: ImportPracticeDeps,
  file: PracticeFile,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<PracticeImport> {
  const now = deps.now()
  const planned = planSchedules(file, localDateOf(now), deps.newId)
  const changedBy: ChangedBy = { by: 'gpa import', source: 'file', at: now }
  const slotCount = planned.reduce((sum, { slots }) => sum + slots.length, 0)

  return deps.db.transaction(async (tx) => {
    const directory = await importDirectory(tx, file, { newId: deps.newId, changedBy })
    const settings = await importSettings(tx, file.odsCode, { settings: file.settings, changedBy, newId: deps.newId })
    const schedules = planned.map(({ schedule }) => schedule)
    await recordScheduleChanges(tx, file.odsCode, { schedules, changedBy })
    const book = await importSchedules(tx, file.odsCode, { planned, onProgress })
    await checkServicesSaid(tx, file.odsCode, { schedules, now })
    const patients = await savePatients(tx, file.odsCode, { patients: file.patients.map((patient) => toSave(patient, deps.newId)), now })
    const appointments = await importAppointments(tx, file.odsCode, { appointments: file.appointments, now, newId: deps.newId })
    return {
      odsCode: file.odsCode,
      name: file.name,
      counts: {
        ...directory,
        settings: counts(settings, settings.named),
        schedules: counts(book.schedules, planned.length),
        slots: counts(book.slots, slotCount),
        patients: counts(patients, file.patients.length),
        appointments: counts(appointments, file.appointments.length),
      },
      notes: [...settings.notes, ...notesOn(book), ...appointments.notes],
    }
  })
}

async function importDirectory(tx: Tx, file: PracticeFile, { newId, changedBy }: { newId: () => string; changedBy: ChangedBy }) {
  const { odsCode, locations, practitioners, services } = file
  const named = <T extends object>(entries: readonly T[]) => entries.map((entry) => ({ ...entry, newId: newId() }))

  const practice = await saveOrganisation(tx, odsCode, { ...file, newId: newId() })
  const otherKeys = [
    ...faultsFor('practitioners', practitioners, await findPractitionersOfOtherKeys(tx, odsCode, practitioners)),
    ...faultsFor('services', services, await findServicesOfOtherKeys(tx, odsCode, services)),
  ]
  if (otherKeys.length > 0) throw new ImportRefused(otherKeys)
  await lockPractice(tx, odsCode)
  await recordServiceChanges(tx, file, changedBy)

  return {
    practice: counts(practice, 1),
    locations: counts(await saveLocations(tx, odsCode, named(locations)), locations.length),
    practitioners: counts(await savePractitioners(tx, odsCode, named(practitioners)), practitioners.length),
    services: counts(await saveServices(tx, odsCode, named(services)), services.length),
  }
}

function faultsFor(list: string, entries: readonly { key: string }[], keys: readonly string[]): Fault[] {
  return entries.flatMap(({ key }, index) =>
    keys.includes(key) ? [{ place: `${list}[${index}].key`, message: 'differs from the key that the book has the same one under' }] : [],
  )
}

function counts({ added, updated }: SavedRows, named: number): Counts {
  return { added, updated, unchanged: named - added - updated }
}

function notesOn({ heldOtherwise, blocked }: { heldOtherwise: number; blocked: number }): Fault[] {
  const notes: Fault[] = []
  if (heldOtherwise > 0) notes.push({ place: 'slots', message: `${heldOtherwise} left as the book has them, because of what is booked` })
  if (blocked > 0) notes.push({ place: 'slots', message: `${blocked} free ones taken out of use: the file has others at their time` })
  return notes
}

function toSave(patient: PatientInFile, newId: () => string): PatientToSave {
  const { registration, deceased, ...rest } = patient
  return {
    ...rest,
    newId: newId(),
    registrationType: registration.type,
    registrationStart: momentOf(registration.start),
    ...(registration.end && { registrationEnd: momentOf(registration.end) }),
    ...(deceased && { deceasedAt: momentOf(deceased) }),
  }
}
