import type { Caller } from '../audit/caller.ts'
import { recordProvenance } from '../audit/store/provenance.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import { findPatientById } from '../patients/store/patients.ts'
import type { Database, Queryable, Tx } from '../postgres/database.ts'
import type { Appointment } from './model.ts'
import { findAppointment, lockAppointment, updateAppointment } from './store/appointments.ts'

export type ChangeAppointmentDeps = { db: Database; now: () => Date }

export type AppointmentChange = {
  practice: OdsCode
  id: string
  /** The version that the consumer has seen; undefined when it does not say (DIFF-05). */
  version: number | undefined
  /** Throws when what was submitted differs from the appointment in anything that this change does not allow. */
  checkNothingElseChanges: (stored: Appointment) => void
}

/**
 * What amending and cancelling have in common (APT-09..11, APT-15): the appointment is locked, judged and changed in one transaction,
 * and never over a change that the consumer has not seen. `isDone` says that nothing is left to change.
 */
export async function changeAppointment(
  deps: ChangeAppointmentDeps,
  change: AppointmentChange & {
    caller: Caller
    isDone: (stored: Appointment) => boolean
    apply: (tx: Tx, stored: Appointment) => Promise<Appointment>
  },
): Promise<Appointment> {
  const { practice, id, caller } = change
  const now = deps.now()
  const seen = await findVisibleAppointment(deps.db, practice, id)
  if (change.isDone(seen)) return seen

  return deps.db.transaction(async (tx) => {
    const stored = await lockAppointment(tx, practice, id)
    if (!stored) throw new Error('An appointment has vanished: nothing deletes any.')
    if (change.isDone(stored)) return stored
    if (stored.version !== (change.version ?? seen.version)) {
      throw new SpineError('FHIR_CONSTRAINT_VIOLATION', `If-Match: the appointment has version ${stored.version} now. Read it again.`)
    }

    checkMayChange(stored, now)
    change.checkNothingElseChanges(stored)

    const changed = { ...(await change.apply(tx, stored)), version: stored.version + 1, changedAt: now }
    await updateAppointment(tx, practice, changed)
    await recordProvenance(tx, { practice, type: 'Appointment', id, version: changed.version }, caller)
    return changed
  })
}

async function findVisibleAppointment(db: Queryable, practice: OdsCode, id: string): Promise<Appointment> {
  const appointment = await findAppointment(db, practice, id)
  if (!appointment) throw new SpineError('NO_RECORD_FOUND', 'This practice has no Appointment with that id.')

  const patient = await findPatientById(db, practice, appointment.patientId)
  // APT-15
  if (!patient || patient.sensitive) throw new SpineError('PATIENT_NOT_FOUND', 'This practice has no such patient.')
  return appointment
}

/** APT-09, APT-12: whoever booked it (APT-13). */
function checkMayChange(stored: Appointment, now: Date): void {
  if (stored.status === 'cancelled') throw new SpineError('INVALID_RESOURCE', 'The appointment is cancelled: it can be changed no more.')
  if (stored.deliveryChannel === 'Visit')
    throw new SpineError('INVALID_RESOURCE', 'The appointment is a visit: only the practice changes it.')
  if (stored.start <= now) throw new SpineError('INVALID_RESOURCE', 'The appointment has begun or is past: it can be changed no more.')
}
