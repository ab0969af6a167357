import { type Asker, type ConsumerDeps, clashesWith, type NhsNumber, type OdsCode, openSession, reschedule } from '../src/consumer/index.ts'

/** Moves the patient's next appointment at a practice to the soonest slot from a day on, unless they have another one then. */
export async function moveAnAppointment(
  spine: ConsumerDeps,
  asker: Asker,
  wish: { nhsNumber: NhsNumber; practice: OdsCode; from: string; to: string },
) {
  const opened = await openSession(spine, { ...asker, nhsNumber: wish.nhsNumber, practice: wish.practice })
  if (opened.kind !== 'open') return opened.advice
  const { session } = opened

  const list = await session.listAppointments()
  if (list.kind !== 'listed') return list.kind === 'no-record' ? 'The practice has no record of this patient.' : list.advice
  const [old, ...others] = list.appointments.filter(({ status }) => status !== 'cancelled')
  if (!old) return 'Nothing is booked from today on.'

  const found = await session.findFreeSlots({ from: wish.from, to: wish.to })
  if (found.kind !== 'offers') return found.advice
  const offer = found.offers.find((one) => clashesWith(one, others).sameDay.length + clashesWith(one, others).overlapping.length === 0)
  if (!offer) return 'Nothing is free on another day than those of the other appointments.'

  const booking = { description: old.description ?? 'Moved', ...(old.comment !== undefined && { comment: old.comment }) }
  const outcome = await reschedule({ old: session, new: session }, { old, offer, booking, reason: 'Moved at the patient’s wish' })
  return outcome.kind === 'rescheduled' ? `Moved to ${offer.start}.` : 'advice' in outcome ? outcome.advice : 'The old appointment stands.'
}
