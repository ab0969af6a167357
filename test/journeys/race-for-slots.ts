import {
  bookOrSuggest,
  type ConsumerDeps,
  filterOffers,
  findFreeSlotsAcross,
  type NhsNumber,
  type Offer,
  openSession,
  type Suggestions,
} from '../../src/consumer/index.ts'
import { resourcesOf } from '../../src/fhir/bundle.ts'
import type { World } from '../given/world.ts'

/** What one consumer saw on the wire. `sent` and `answered` number all consumers' messages in their order. */
export type Seen = { consumer: number; sent: number; answered: number } & (
  | { kind: 'search'; free: readonly string[] }
  | { kind: 'booking'; slots: readonly string[]; isBooked: boolean }
)

export type Racer = {
  consumer: number
  nhsNumber: NhsNumber
  end: { kind: 'booked'; offer: Offer; appointmentId: string } | { kind: 'none left' } | { kind: 'something else'; what: string }
  /** What was suggested after each loss. */
  suggested: Suggestions[]
}

const RANGE = { from: '2026-03-02', to: '2026-03-16' }
const MOST = 8
const DEADLINE_MS = 45_000

/** All at once: each searches the federation, wants one slot, and after a loss one of those suggested, until it has one or none is left. */
export async function raceForSlots(world: World, people: readonly NhsNumber[]): Promise<{ racers: Racer[]; history: Seen[] }> {
  const history: Seen[] = []
  let messages = 0
  const next = () => {
    messages += 1
    return messages
  }
  const racers = await Promise.all(
    people.map((nhsNumber, consumer) => race(world, { consumer, nhsNumber, deps: watched(world.deps, { consumer, history, next }) })),
  )
  return { racers, history }
}

async function race(world: World, of: { consumer: number; nhsNumber: NhsNumber; deps: ConsumerDeps }): Promise<Racer> {
  const { consumer, nhsNumber, deps } = of
  const { asker, practices: federation } = world
  const suggested: Suggestions[] = []
  const lost: string[] = []
  const ended = (end: Racer['end']): Racer => ({ consumer, nhsNumber, end, suggested })

  let offers: readonly Offer[] = []
  for await (const { outcome } of findFreeSlotsAcross(deps, asker, { ...RANGE, federation, deadlineMs: DEADLINE_MS })) {
    if (outcome.kind !== 'offers') return ended({ kind: 'something else', what: JSON.stringify(outcome) })
    offers = [...offers, ...outcome.offers]
  }
  // A dozen want each of the soonest, and so on with what they are suggested.
  const choice = () => offers[consumer % Math.min(offers.length, MOST)]
  offers = filterOffers(offers, {})
  for (let offer = choice(); offer; offer = choice()) {
    if (lost.includes(offer.slotId)) return ended({ kind: 'something else', what: 'What it had lost was suggested.' })
    const opened = await openSession(deps, { ...asker, nhsNumber, practice: offer.practice.odsCode })
    if (opened.kind !== 'open') return ended({ kind: 'something else', what: opened.kind })

    const wanted = { offer, booking: { description: 'Cough' }, asker, federation, deadlineMs: DEADLINE_MS, most: MOST }
    const outcome = await bookOrSuggest(deps, opened.session, wanted)
    if (outcome.kind === 'booked') return ended({ kind: 'booked', offer, appointmentId: outcome.appointment.id })
    if (outcome.kind !== 'no-longer-free') return ended({ kind: 'something else', what: JSON.stringify(outcome) })
    suggested.push(outcome.instead)
    lost.push(...offer.slotIds)
    offers = outcome.instead.offers
  }
  return ended({ kind: 'none left' })
}

function watched(deps: ConsumerDeps, by: { consumer: number; history: Seen[]; next: () => number }): ConsumerDeps {
  const { consumer, history, next } = by
  const send: ConsumerDeps['ssp']['send'] = async (request) => {
    const sent = next()
    const answer = await deps.ssp.send(request)
    const at = { consumer, sent, answered: next() }
    const body = answer.kind === 'answered' && answer.body.kind === 'json' ? answer.body.value : undefined
    if (request.interaction === 'searchFreeSlots') {
      history.push({ ...at, kind: 'search', free: resourcesOf(body, 'Slot').flatMap(({ id }) => id ?? []) })
    }
    if (request.interaction === 'bookAppointment') {
      history.push({ ...at, kind: 'booking', slots: slotsIn(request.body), isBooked: answer.kind === 'answered' && answer.status === 201 })
    }
    return answer
  }
  return { ...deps, ssp: { send } }
}

function slotsIn(body: object | undefined): string[] {
  const { slot } = body as { slot: { reference: string }[] }
  return slot.map(({ reference }) => reference.replace('Slot/', ''))
}
