import { isDone, type Operation, type Seen } from '../history.ts'
import type { Judge } from './judge.ts'
import { type Life, mayHaveMade, type Resolved, type Sight } from './resolve.ts'

/** APT-09..11: each change is made once, to the version it names, by a request that asked for it. */
export function checkVersions(resolved: Resolved, judge: Judge): void {
  for (const { seen, operation } of resolved.strangers) {
    judge('written', false, () => ({ says: `appointment ${seen.id} was booked by nobody`, operations: [operation.number] }))
  }
  const bookings = Map.groupBy(resolved.lifeOf.values(), ({ booking }) => booking.number)
  for (const [number, lives] of bookings) {
    judge('once', lives.length === 1, () => ({ says: `one booking made ${lives.length} appointments`, operations: [number] }))
  }
  for (const life of resolved.lifeOf.values()) {
    for (const sight of life.sights) {
      checkAcknowledged(sight, judge)
      checkUnchanged(life, sight, judge)
    }
    for (const [version, sight] of life.versions) checkWritten(resolved, life, { version, sight }, judge)
    checkNoGap(resolved, life, judge)
    checkLinear(life, judge)
  }
}

function checkAcknowledged({ operation, seen }: Sight, judge: Judge): void {
  const { asked, answer, number } = operation
  if (asked.kind === 'retrieve' || asked.kind === 'search') return

  const faults = [
    ...(answer?.etag === undefined || answer.etag === seen.version ? [] : [`ETag ${answer.etag} with version ${seen.version}`]),
    ...(asked.kind === 'book' && !isBookedAs(seen, operation) ? ['what was booked is not what was asked for'] : []),
    ...((asked.kind === 'amend' || asked.kind === 'cancel') && seen.version !== asked.ifMatch + 1
      ? [`If-Match ${asked.ifMatch} made version ${seen.version}`]
      : []),
    ...(asked.kind === 'amend' && (seen.status !== 'booked' || seen.writtenBy !== number)
      ? ['what was amended is not what was asked for']
      : []),
    ...(asked.kind === 'cancel' && (seen.status !== 'cancelled' || seen.cancelledBy !== number)
      ? ['it was not cancelled as asked for']
      : []),
    ...('appointment' in asked && asked.appointment !== seen.id ? ['another appointment was answered'] : []),
  ]
  judge('acknowledged', faults.length === 0, () => ({ says: faults.join(', '), operations: [number] }))
}

function isBookedAs(seen: Seen, { asked, number }: Operation): boolean {
  return asked.kind === 'book' && seen.version === 1 && seen.status === 'booked' && seen.writtenBy === number
}

/** A version has one content, and neither patient nor slots are ever others than were booked. */
function checkUnchanged({ versions, booking }: Life, { operation, seen }: Sight, judge: Judge): void {
  const first = versions.get(seen.version)
  const isSame =
    first === undefined ||
    (first.seen.status === seen.status && first.seen.writtenBy === seen.writtenBy && first.seen.cancelledBy === seen.cancelledBy)
  judge('once', isSame, () => ({
    says: `appointment ${seen.id} was seen with two contents of version ${seen.version}`,
    operations: [first?.operation.number ?? 0, operation.number],
  }))

  const { patient, slots } = booking.asked
  const isBookings = seen.patient === patient && seen.slots.join() === slots.join()
  judge('once', isBookings, () => ({
    says: `appointment ${seen.id} has another patient or other slots than were booked`,
    operations: [booking.number, operation.number],
  }))
}

function checkWritten({ operations }: Resolved, life: Life, of: { version: number; sight: Sight }, judge: Judge): void {
  const { version, sight } = of
  const { seen, operation } = sight
  const writer = operations.get(seen.cancelledBy ?? seen.writtenBy)
  const before = life.versions.get(version - 1)?.seen
  const faults = [
    ...(writer && asksFor(writer, seen) ? [] : ['was asked for by nobody']),
    ...(writer?.answer && !isDone(writer) && writer.answer.status < 500 ? ['was refused'] : []),
    ...(writer && writer.start > operation.end ? ['was seen before it was asked for'] : []),
    ...(before?.status === 'cancelled' ? ['was made after the cancellation'] : []),
    ...(before && seen.cancelledBy !== undefined && before.writtenBy !== seen.writtenBy ? ['was changed by the cancellation'] : []),
  ]
  judge('written', faults.length === 0, () => ({
    says: `version ${version} of appointment ${seen.id} ${faults.join(', ')}`,
    operations: [...(writer ? [writer.number] : []), operation.number],
  }))
}

function asksFor({ asked }: Operation, seen: Seen): boolean {
  if (asked.kind === 'book') return seen.version === 1 && seen.status === 'booked'
  if (asked.kind !== 'amend' && asked.kind !== 'cancel') return false
  const status = asked.kind === 'cancel' ? 'cancelled' : 'booked'
  return asked.appointment === seen.id && asked.ifMatch === seen.version - 1 && status === seen.status
}

/** A version that nobody saw was made by a request without an answer. */
function checkNoGap(resolved: Resolved, life: Life, judge: Judge): void {
  const last = Math.max(...life.versions.keys())
  for (let version = 1; version < last; version += 1) {
    if (life.versions.has(version)) continue
    const mayBeMade = life.changes.some((change) => change.asked.ifMatch === version - 1 && mayHaveMade(change, { ...life, ...resolved }))
    judge('written', mayBeMade, () => ({
      says: `version ${version} of appointment ${life.id} was made by nobody`,
      operations: life.sights.slice(-1).map(({ operation }) => operation.number),
    }))
  }
}

function checkLinear({ sights }: Life, judge: Judge): void {
  let arrived = 0
  let newest: Sight | undefined
  for (const sight of sights.toSorted((one, other) => one.operation.start - other.operation.start)) {
    for (let next = sights[arrived]; next && next.operation.end < sight.operation.start; next = sights[arrived]) {
      if (!newest || next.seen.version > newest.seen.version) newest = next
      arrived += 1
    }
    const before = newest
    judge('linear', !before || before.seen.version <= sight.seen.version, () => ({
      says: `appointment ${sight.seen.id} had version ${before?.seen.version}, and then version ${sight.seen.version}`,
      operations: [before?.operation.number ?? 0, sight.operation.number],
    }))
  }
}
