import { type Days, type History, isDone, isUnanswered, type Operation, type RacedPractice, type Seen } from '../history.ts'

/** An appointment in an answer. */
export type Sight = { operation: Operation; seen: Seen }

/**
 * An appointment, or a booking that nobody knows the outcome of. The moments of what happened are not known, only bounds: it may hold its
 * slots from `mayHoldFrom` to `freeFrom`, and certainly does from `holdsFrom` to `mayBeFreeFrom`.
 */
export type Life = {
  id?: string
  booking: Operation & { asked: { kind: 'book' } }
  /** In order of their ends. */
  sights: readonly Sight[]
  /** Amendments and cancellations that were asked for. */
  changes: readonly ChangeOperation[]
  /** As each version was first seen. */
  versions: ReadonlyMap<number, Sight>
  mayHoldFrom: number
  holdsFrom: number
  mayBeFreeFrom: number
  freeFrom: number
}

export type ChangeOperation = Operation & { asked: { kind: 'amend' | 'cancel' } }

export type Resolved = {
  practices: ReadonlyMap<string, RacedPractice>
  history: History
  operations: ReadonlyMap<number, Operation>
  lives: readonly Life[]
  lifeOf: ReadonlyMap<string, Life>
  /** Appointments in answers that no booking of this history made. */
  strangers: readonly Sight[]
  closedAt: (operation: Operation) => number
}

/**
 * Says of each appointment what the answers prove of it. Requests without an answer are judged by what was read later: a booking that is
 * missing from a list, which was asked for when nothing was under way any more, never happened.
 */
export function resolve(practices: readonly RacedPractice[], history: History): Resolved {
  const operations = new Map(history.operations.map((operation) => [operation.number, operation]))
  const closedAt = (operation: Operation) => history.settled.find((moment) => moment >= operation.end) ?? Number.POSITIVE_INFINITY
  const known = { operations, closedAt, changes: Map.groupBy(history.operations.filter(isChange), ({ asked }) => asked.appointment) }

  const lives: Life[] = []
  const strangers: Sight[] = []
  for (const [id, sights] of sightsById(history.operations)) {
    const booking = bookingOf(sights, operations)
    if (booking) lives.push(lifeOf(id, { booking, sights, ...known }))
    else strangers.push(...sights.slice(0, 1))
  }
  const seen = new Set(lives.map(({ booking }) => booking.number))
  const unseen = history.operations.filter(isBooking).filter((booking) => isUnanswered(booking) && !seen.has(booking.number))
  const lists = Map.groupBy(history.operations.filter(isList), ({ asked }) => asked.patient)
  const days = new Map(practices.flatMap(({ slots }) => slots.map(({ id, day }) => [id, day])))
  const isDisproved = (booking: Life['booking']) => {
    const day = days.get(booking.asked.slots[0] ?? '') ?? ''
    return lists.get(booking.asked.patient)?.some((list) => list.start >= closedAt(booking) && includesDay(list.asked.days, day))
  }
  const mayYetExist = unseen.filter((booking) => !isDisproved(booking))

  return {
    practices: new Map(practices.map((practice) => [practice.odsCode, practice])),
    history,
    operations,
    lives: [...lives, ...mayYetExist.map(unknownLife)],
    lifeOf: new Map(lives.flatMap((life) => (life.id === undefined ? [] : [[life.id, life]]))),
    strangers,
    closedAt,
  }
}

export function isBooking(operation: Operation): operation is Life['booking'] {
  return operation.asked.kind === 'book'
}

export function isChange(operation: Operation): operation is ChangeOperation {
  return operation.asked.kind === 'amend' || operation.asked.kind === 'cancel'
}

export type ListOperation = Operation & { asked: { kind: 'retrieve' } }

/** A list of a patient's appointments that was answered. */
export function isList(operation: Operation): operation is ListOperation {
  return operation.asked.kind === 'retrieve' && isDone(operation)
}

export function includesDay({ first, last }: Days, day: string): boolean {
  return first <= day && day <= last
}

function sightsById(operations: readonly Operation[]): Map<string, Sight[]> {
  const byId = new Map<string, Sight[]>()
  for (const operation of operations.toSorted((one, other) => one.end - other.end)) {
    for (const seen of operation.answer?.seen ?? []) {
      const sights = byId.get(seen.id)
      if (sights) sights.push({ operation, seen })
      else byId.set(seen.id, [{ operation, seen }])
    }
  }
  return byId
}

function bookingOf(sights: readonly Sight[], operations: ReadonlyMap<number, Operation>): Life['booking'] | undefined {
  const acknowledged = sights.find(({ operation }) => isBooking(operation) && isDone(operation))?.operation
  const first = sights.find(({ seen }) => seen.version === 1)
  const booking = acknowledged ?? operations.get(first?.seen.writtenBy ?? Number.NaN)
  return booking && isBooking(booking) ? booking : undefined
}

type Known = Pick<Resolved, 'operations' | 'closedAt'> & { changes: ReadonlyMap<string, ChangeOperation[]> }

function lifeOf(id: string, of: Known & Pick<Life, 'booking' | 'sights'>): Life {
  const { booking, sights, operations, closedAt } = of
  const changes = of.changes.get(id) ?? []
  const versions = new Map<number, Sight>()
  for (const sight of sights) if (!versions.has(sight.seen.version)) versions.set(sight.seen.version, sight)

  const cancelled = sights.find(({ seen }) => seen.status === 'cancelled')
  const named = operations.get(cancelled?.seen.cancelledBy ?? Number.NaN)
  const canceller = named?.asked.kind === 'cancel' && named.asked.appointment === id ? named : undefined
  return {
    id,
    booking,
    sights,
    changes,
    versions,
    mayHoldFrom: booking.start,
    holdsFrom: Math.min(sights[0]?.operation.end ?? Number.POSITIVE_INFINITY, closedAt(booking)),
    mayBeFreeFrom: canceller ? canceller.start : firstPossibleCancel({ sights, changes, versions, closedAt }),
    freeFrom: Math.min(cancelled?.operation.end ?? Number.POSITIVE_INFINITY, canceller ? closedAt(canceller) : Number.POSITIVE_INFINITY),
  }
}

/** No answer names who cancelled it: then any request may have, that was not refused and that no later answer disproves. */
function firstPossibleCancel(of: Pick<Life, 'sights' | 'changes' | 'versions'> & Pick<Resolved, 'closedAt'>): number {
  const possible = of.changes.filter((change) => change.asked.kind === 'cancel' && mayHaveMade(change, of))
  return Math.min(Number.POSITIVE_INFINITY, ...possible.map(({ start }) => start))
}

/** Whether this request may have made the version after the one it names, as far as other answers tell. */
export function mayHaveMade(change: ChangeOperation, of: Pick<Life, 'sights' | 'versions'> & Pick<Resolved, 'closedAt'>): boolean {
  if (isDone(change)) return true
  if (!isUnanswered(change)) return false

  const made = of.versions.get(change.asked.ifMatch + 1)?.seen
  if (made) return (made.cancelledBy ?? made.writtenBy) === change.number
  const closed = of.closedAt(change)
  return !of.sights.some(({ operation, seen }) => operation.start >= closed && seen.version <= change.asked.ifMatch)
}

function unknownLife(booking: Life['booking']): Life {
  return {
    booking,
    sights: [],
    changes: [],
    versions: new Map(),
    mayHoldFrom: booking.start,
    holdsFrom: Number.POSITIVE_INFINITY,
    mayBeFreeFrom: Number.POSITIVE_INFINITY,
    freeFrom: Number.POSITIVE_INFINITY,
  }
}
