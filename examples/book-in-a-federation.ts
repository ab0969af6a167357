import {
  type Asker,
  type ConsumerDeps,
  type FederationPractice,
  findFreeSlotsAcross,
  type NhsNumber,
  type Offer,
  openSession,
} from '../src/consumer/index.ts'

/** Several practices: show each as it answers, then book the soonest slot of them all. */
export async function bookInAFederation(
  spine: ConsumerDeps,
  asker: Asker,
  wish: { nhsNumber: NhsNumber; federation: readonly FederationPractice[]; from: string; to: string; show: (line: string) => void },
) {
  const { nhsNumber, show, ...search } = wish
  const offers: Offer[] = []
  for await (const { practice, outcome } of findFreeSlotsAcross(spine, asker, { ...search, deadlineMs: 20_000 })) {
    show(`${practice.name}: ${outcome.kind === 'offers' ? `${outcome.offers.length} free` : outcome.advice}`)
    if (outcome.kind === 'offers') offers.push(...outcome.offers)
  }
  const [soonest] = offers.sort((one, other) => Date.parse(one.start) - Date.parse(other.start))
  if (!soonest) return 'Nothing is free.'
  const opened = await openSession(spine, { ...asker, nhsNumber, practice: soonest.practice.odsCode })
  if (opened.kind !== 'open') return opened.advice
  const outcome = await opened.session.book(soonest, { description: 'Sore throat' })
  return outcome.kind === 'booked' ? `Booked at ${soonest.practice.name}.` : `Not booked: ${outcome.kind}.`
}
