import { type Asker, type ConsumerDeps, type NhsNumber, type Offer, openSession } from '../src/consumer/index.ts'

/** A patient whom the practice may not have: `book` registers them as temporary first; here the user is told before it happens. */
export async function bookWithoutARecord(
  spine: ConsumerDeps,
  asker: Asker,
  wish: { nhsNumber: NhsNumber; offer: Offer; agrees: () => boolean },
) {
  const opened = await openSession(spine, { ...asker, nhsNumber: wish.nhsNumber, practice: wish.offer.practice.odsCode })
  if (opened.kind !== 'open') return opened.advice

  const known = await opened.session.findPatient()
  if (known.kind !== 'known' && known.kind !== 'no-record') return known.advice
  if (known.kind === 'no-record' && !wish.agrees()) return 'Not registered, not booked.'

  const outcome = await opened.session.book(wish.offer, { description: 'Rash' })
  if (outcome.kind !== 'booked') return `Not booked: ${outcome.kind}.`
  return outcome.registeredNow ? 'Registered as temporary, and booked.' : 'Booked.'
}
