import { type Appointment, reschedule as move, openSession, type Session } from '../../consumer/index.ts'
import type { NhsNumber } from '../../nhs/nhs-number.ts'
import type { AppointmentReference } from './appointment-reference.ts'
import type { ToBook } from './booking-preview.ts'
import { chooseOffer } from './choose-offer.ts'
import { practiceNamed } from './config.ts'
import { confirmed, mustBeConfirmable, textFor, type WriteOptions } from './confirm.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { newInDoubtFile } from './in-doubt-files.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { lookAhead } from './look-ahead.ts'
import { NOTHING_MOVED, reschedulingPreview } from './reschedule-text.ts'
import { rescheduleExitCode, tellNewSlotGone, tellRescheduling } from './reschedule-told.ts'
import { type SetUp, setUp } from './set-up.ts'
import type { SlotHandle } from './slot-handle.ts'
import { unlessNotKept } from './told-not-kept.ts'
import { type Stopped, tellStopped } from './told-stopped.ts'
import { showNhsNumber } from './wording.ts'

export type RescheduleOptions = WriteOptions & {
  reason?: string
  description?: string
  comment?: string
  acceptDifferences?: true
  showNhsNumber?: true
}

export type Meant = { nhsNumber: NhsNumber; old: AppointmentReference; slot: SlotHandle }

/** CON-10: books the new one, and cancels the old one once that is certain. Each end says which of the two the patient has. */
export async function reschedule(io: Io, meant: Meant, given: RescheduleOptions): Promise<ExitCode> {
  mustBeConfirmable(io, given)
  const reason = await textFor(io, '--reason', given.reason, 'Why the old one is cancelled, without anything clinical')
  const options = { ...given, reason }
  const ready = await setUp(io, options.config)
  const opened = await openBoth(ready, meant)
  if (opened.kind !== 'open') return tellStopped(io, opened, options, NOTHING_MOVED)
  const { sessions, old } = opened

  const chosen = await chooseOffer(io, sessions.new, meant.slot)
  if (chosen.kind === 'failed') return tellStopped(io, chosen.failure, options, NOTHING_MOVED)
  if (chosen.kind === 'gone') return tellNewSlotGone(io, chosen.nearest, { meant, options })
  const { offer } = chosen
  const look = await lookAhead(ready, sessions.new, { offer, butFor: old })
  if (look.kind !== 'seen') return tellStopped(io, look, options, NOTHING_MOVED)

  const booking = { description: options.description ?? old.description ?? '', comment: options.comment ?? old.comment }
  const practiceName = offer.practice.name ?? practiceNamed(ready.config, meant.slot.practice).name
  const nhsNumber = showNhsNumber(meant.nhsNumber, options.showNhsNumber === true)
  const toBook: ToBook = { offer, practiceName, patient: sessions.new.patient, nhsNumber, ...booking, asker: ready.asker, look }
  const oldPracticeName = practiceNamed(ready.config, old.practice).name
  const shown = reschedulingPreview({ old, oldPracticeName, reason, toBook }, paintsFor(io))
  if (!(await confirmed(io, options, { shown, question: 'Book the new one, and cancel the old one?' }))) return EXIT.refused

  const file = newInDoubtFile(io, options.config)
  const differencesAccepted = options.acceptDifferences ?? (!options.yes && look.differences.length > 0)
  const moving = { old, offer, booking: { ...booking, differencesAccepted }, reason, keep: file.keepRescheduling }
  const outcome = await unlessNotKept(io, { json: options.json, file }, () => move(sessions, moving))
  if (!outcome) return EXIT.refused
  const isInDoubt = outcome.kind === 'new-uncertain' || outcome.kind === 'old-uncertain'
  if (!isInDoubt) await file.remove()
  await tellRescheduling(io, outcome, { ready, meant, options, old, toBook, keptIn: isInDoubt ? file.path : undefined })
  return rescheduleExitCode(outcome)
}

type Opened = { kind: 'open'; sessions: { old: Session; new: Session }; old: Appointment } | Stopped

/** Two sessions, even at one practice; and the old appointment, which has to be this patient's. */
async function openBoth({ spine, asker }: SetUp, { nhsNumber, old, slot }: Meant): Promise<Opened> {
  const atOld = await openSession(spine, { nhsNumber, practice: old.practice, ...asker })
  if (atOld.kind !== 'open') return atOld
  const read = await atOld.session.readAppointment(old.id)
  if (read.kind !== 'read') return read
  const found = await atOld.session.findPatient()
  if (found.kind !== 'known' && found.kind !== 'no-record') return found
  if (found.kind === 'no-record' || found.patient.id !== read.appointment.patientId) return notThePatients(old)

  const atNew = slot.practice === old.practice ? atOld : await openSession(spine, { nhsNumber, practice: slot.practice, ...asker })
  return atNew.kind === 'open' ? { kind: 'open', sessions: { old: atOld.session, new: atNew.session }, old: read.appointment } : atNew
}

function notThePatients({ practice }: AppointmentReference): Stopped {
  const advice = 'This appointment is somebody else’s. List those of the patient: gpa appointments NHS_NUMBER'
  const at = { step: 'read the appointment', practice, by: 'consumer', diagnostics: undefined, traceId: undefined } as const
  return { kind: 'refused', code: 'NOT_THE_PATIENTS', advice, ...at }
}
