import { type Appointment, type Asker, type ConsumerDeps, type NhsNumber, type OdsCode, openSession } from '../src/consumer/index.ts'

/** Shows what the patient has from today on, and amends or cancels the one that is chosen. */
export async function manageAppointments(
  spine: ConsumerDeps,
  asker: Asker,
  wish: {
    nhsNumber: NhsNumber
    practice: OdsCode
    choose: (list: readonly Appointment[]) => { appointment: Appointment; comment: string } | { appointment: Appointment; reason: string }
  },
) {
  const opened = await openSession(spine, { ...asker, nhsNumber: wish.nhsNumber, practice: wish.practice })
  if (opened.kind !== 'open') return opened.advice
  const { session } = opened

  const list = await session.listAppointments()
  if (list.kind !== 'listed') return list.kind === 'no-record' ? 'The practice has no record of this patient.' : list.advice
  const choice = wish.choose(list.appointments)
  const { appointment } = choice

  const outcome =
    'reason' in choice ? await session.cancel(appointment, choice.reason) : await session.amend(appointment, { comment: choice.comment })
  if (outcome.kind === 'amended') return `Amended: ${outcome.appointment.comment}.`
  return 'advice' in outcome ? outcome.advice : `Cancelled: ${outcome.appointment.cancellationReason}.`
}
