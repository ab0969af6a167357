import type { Loose } from '../spine/loose-json.ts'
import { type Appointment, decodeAppointment } from './appointment.ts'
import { isA } from './bundle-reading.ts'
import { CHANGED_MEANWHILE, GIVEN_UP, NOT_CHANGEABLE, uncertain } from './change-advice.ts'
import type { Failure } from './failure.ts'
import { lineUntil } from './line-until.ts'
import type { PracticeLine } from './practice-line.ts'
import { readStored, type Stored } from './read-appointment.ts'
import { withNames } from './with-names.ts'

/** What became of a change that was not made, or not for certain. */
export type ChangeFailed =
  | NotAsSeen
  /**
   * The answer was lost, and the practice does not show the change so far: it may yet arrive. To ask for the same again does no harm; what
   * else may be done meanwhile the advice says, for it depends on whether the practice numbers versions.
   */
  | { kind: 'cannot-tell-yet'; advice: string; because: Failure | undefined; traceId: string | undefined }
  | Failure

/** The appointment is not as it was wanted, and no request from here is left that could make it so. */
export type NotAsSeen =
  /** Since the user saw it, somebody else changed it: the user decides again, with both before them. */
  | { kind: 'changed-meanwhile'; seen: Appointment; now: Appointment; advice: string }
  /** APT-09, APT-12: by its nature. */
  | { kind: 'not-changeable'; because: 'cancelled' | 'past' | 'visit'; appointment: Appointment; advice: string }

/** Before the change is sent, to give up means that nothing was changed. After that it is ignored: what became of the change is found out. */
export type ChangeOptions = { signal?: AbortSignal | undefined }

export type Change = ChangeOptions & {
  step: 'amend the appointment' | 'cancel the appointment'
  interaction: 'amendAppointment' | 'cancelAppointment'
  /** The resource as the practice sent it, with the change in it and everything else as it was (CON-08). */
  applyTo: (resource: Loose) => object
  /** Whether the appointment is as it is wanted, whoever made it so. */
  isMadeIn: (appointment: Appointment) => boolean
}

export type ChangeOutcome =
  | { kind: 'made'; appointment: Appointment; before: 'already so' | 'changed'; traceId: string | undefined }
  | ChangeFailed

/**
 * CON-08, APT-11: starts from the appointment as the practice holds it, and asks for the change under its version. `seen` is what the
 * user decided upon. The version makes it safe to ask again: of two requests under one version the practice takes one.
 */
export async function changeAppointment(
  deps: { now: () => Date },
  line: PracticeLine,
  seen: Appointment,
  change: Change,
): Promise<ChangeOutcome> {
  // Ids and versions are each practice's own: here, the same ones may be a stranger's appointment.
  if (seen.practice !== line.practice) throw new TypeError('This appointment is another practice’s: open a session with that one.')
  if (Date.parse(seen.start) <= deps.now().getTime()) return notChangeable('past', seen)

  const untilGivenUp = lineUntil(line, change.signal)
  const held = await readStored(untilGivenUp, { step: change.step, id: seen.id })
  if (held.kind !== 'stored') return asGivenUp(held)
  if (change.isMadeIn(held.appointment)) return made(untilGivenUp, held.appointment, 'already so')
  return (await inTheWay(untilGivenUp, seen, held.appointment)) ?? send(line, { seen, held, change })
}

/** What a change would end at before it is sent; undefined if nothing is in its way so far. Nothing is written. */
export async function whyNotChangeable(
  deps: { now: () => Date },
  line: PracticeLine,
  seen: Appointment,
): Promise<NotAsSeen | Failure | undefined> {
  if (seen.practice !== line.practice) throw new TypeError('This appointment is another practice’s: open a session with that one.')
  if (Date.parse(seen.start) <= deps.now().getTime()) return notChangeable('past', seen)
  const held = await readStored(line, { step: 'read the appointment', id: seen.id })
  return held.kind === 'stored' ? inTheWay(line, seen, held.appointment) : held
}

/** Why the appointment that is held cannot be changed by somebody who saw it so; undefined if it can. */
function notAsSeen(seen: Appointment, held: Appointment): NotAsSeen | undefined {
  if (held.status === 'cancelled') return notChangeable('cancelled', held)
  if (held.deliveryChannel === 'Visit') return notChangeable('visit', held)
  return isAsSeen(seen, held) ? undefined : { kind: 'changed-meanwhile', seen, now: held, advice: CHANGED_MEANWHILE }
}

/** Where there are no versions to compare, what a consumer can change and a user can see decides. */
function isAsSeen(seen: Appointment, held: Appointment): boolean {
  if (seen.version !== undefined && held.version !== undefined) return seen.version === held.version
  const isSameTime = Date.parse(seen.start) === Date.parse(held.start) && Date.parse(seen.end) === Date.parse(held.end)
  return isSameTime && isSameText(seen.description, held.description) && isSameText(seen.comment, held.comment)
}

/** As FHIR has it: blanks around a text are none of it, and an empty one is no text. */
export function isSameText(one: string | undefined, other: string | undefined): boolean {
  return (one ?? '').trim() === (other ?? '').trim()
}

async function inTheWay(line: PracticeLine, seen: Appointment, held: Appointment): Promise<NotAsSeen | undefined> {
  // Names are asked for only where somebody will read them.
  return notAsSeen(seen, held) && notAsSeen(seen, await named(line, held))
}

async function send(
  line: PracticeLine,
  { seen, held, change }: { seen: Appointment; held: Stored; change: Change },
): Promise<ChangeOutcome> {
  const { version } = held.appointment
  const { step } = change
  const reply = await lineUntil(line, change.signal).ask({
    step,
    interaction: change.interaction,
    path: `Appointment/${encodeURIComponent(seen.id)}`,
    method: 'PUT',
    body: change.applyTo(held.resource),
    ...(version !== undefined && { headers: { 'If-Match': `W/"${version}"` } }),
  })
  if (reply.kind === 'answered') {
    const told = isA('Appointment', reply.resource) ? decodeAppointment(reply.resource, line.practice) : undefined
    if (told?.id === seen.id && change.isMadeIn(told)) return made(line, told, 'changed', reply.traceId)
  } else if (!reply.mayHaveActed && reply.failure.code !== 'FHIR_CONSTRAINT_VIOLATION') return asGivenUp(reply.failure)

  // From here on nobody's giving up counts: the change may have been made, and the user is to know.
  const isRefused = reply.kind === 'failed' && !reply.mayHaveActed
  const failure = reply.kind === 'failed' ? reply.failure : undefined
  const traceId = reply.kind === 'failed' ? reply.failure.traceId : reply.traceId
  const after = await readStored(line, { step, id: seen.id })
  if (after.kind !== 'stored') {
    if (isRefused) return reply.failure
    return { kind: 'cannot-tell-yet', advice: uncertain({ shown: 'not asked', step, version }), because: failure ?? after, traceId }
  }
  if (change.isMadeIn(after.appointment)) return made(line, after.appointment, 'changed', traceId)

  const moved = await inTheWay(line, held.appointment, after.appointment)
  // Under another version than it was asked for, the change can no longer be made; nor can it on what is cancelled. Without a version,
  // it may still come, and replace what somebody else has changed.
  if (moved && (isRefused || version !== undefined || moved.kind === 'not-changeable')) return moved
  // A refusal, and nothing has moved.
  if (isRefused) return reply.failure
  const shown = moved ? 'changed otherwise' : 'as it was'
  return { kind: 'cannot-tell-yet', advice: uncertain({ shown, step, version }), because: failure, traceId }
}

/** Nothing of the change was sent. */
function asGivenUp(failure: Failure): Failure {
  return failure.code === 'given-up' ? { ...failure, by: 'consumer', advice: GIVEN_UP } : failure
}

async function made(
  line: PracticeLine,
  appointment: Appointment,
  before: 'already so' | 'changed',
  traceId?: string,
): Promise<ChangeOutcome> {
  return { kind: 'made', appointment: await named(line, appointment), before, traceId }
}

function notChangeable(because: keyof typeof NOT_CHANGEABLE, appointment: Appointment): NotAsSeen {
  return { kind: 'not-changeable', because, appointment, advice: NOT_CHANGEABLE[because] }
}

async function named(line: PracticeLine, appointment: Appointment): Promise<Appointment> {
  const [withName = appointment] = await withNames(line, [appointment])
  return withName
}
