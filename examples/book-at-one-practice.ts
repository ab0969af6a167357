import { type Asker, type ConsumerDeps, type NhsNumber, type OdsCode, openSession } from '../src/consumer/index.ts'

/** One practice: trace the patient, search, book the soonest slot. Answers with a sentence for the person at the desk. */
export async function bookAtOnePractice(
  spine: ConsumerDeps,
  asker: Asker,
  wish: { nhsNumber: NhsNumber; practice: OdsCode; from: string; to: string },
) {
  const opened = await openSession(spine, { ...asker, nhsNumber: wish.nhsNumber, practice: wish.practice })
  if (opened.kind !== 'open') return opened.advice

  const found = await opened.session.findFreeSlots({ from: wish.from, to: wish.to, deliveryChannel: 'In-person' })
  if (found.kind !== 'offers') return found.advice
  const [soonest] = found.offers
  if (!soonest) return 'Nothing is free.'

  const outcome = await opened.session.book(soonest, { description: 'Sore throat' })
  switch (outcome.kind) {
    case 'booked':
      return `Booked for ${outcome.appointment.start}.`
    case 'demographics-differ':
      return `PDS and the practice differ in ${outcome.differences.length} details: clear them up, then book with differencesAccepted.`
    default:
      return outcome.advice
  }
}
