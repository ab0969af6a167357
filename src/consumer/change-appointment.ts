import type { Loose } from '../spine/loose-json.ts'
import { type Appointment, decodeAppointment } from './appointment.ts'
import { isA } from './bundle-reading.ts'
import type { Failure } from './failure.ts'
import type { PracticeLine } from './practice-line.ts'
import { readStored, type Stored } from './read-appointment.ts'
import { withNames } from './with-names.ts'

/** What became of a change that was not made, or not for certain. */
export type ChangeFailed =
  | NotAsSeen
  /** The answer was lost, and the practice still holds the old version: the change may yet arrive. To try again is safe (APT-11). */
  | { kind: 'cannot-tell-yet'; advice: string; because: Failure | undefined; traceId: string | undefined }
  | Failure

/** Nothing was changed. */
export type NotAsSeen =
  /** Since the user saw it, somebody else changed it: the user decides again, with both before them. */
  | { kind: 'changed-meanwhile'; seen: Appointment; now: Appointment; advice: string }
  /** APT-09, APT-12: by its nature. */
  | { kind: 'not-changeable'; because: 'cancelled' | 'past' | 'visit'; appointment: Appointment; advice: string }

export type Change = {
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

const CHANGED_MEANWHILE = 'Somebody has changed this appointment in the meantime. Look at both, and decide again.'
const CANNOT_TELL_YET =
  'It is not known whether the change was made; the practice still shows the appointment as it was. Try again in a minute: it cannot be changed twice.'
const NOT_LOOKED_UP =
  'It is not known whether the change was made, and the practice could not be asked. Try again in a minute: it cannot be changed twice.'
const NOT_CHANGEABLE = {
  cancelled: 'This appointment has been cancelled. Book another.',
  past: 'This appointment has begun or is over. Ring the practice.',
  visit: 'A visit is arranged by the practice itself. Ring the practice.',
} as const

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

  const held = await readStored(line, { step: change.step, id: seen.id })
  if (held.kind !== 'stored') return held
  if (change.isMadeIn(held.appointment)) return made(line, held.appointment, 'already so')
  return notAsSeen(seen, await named(line, held.appointment)) ?? send(line, { seen, held, change })
}

/** Why the appointment that is held cannot be changed by somebody who saw it so; undefined if it can. */
export function notAsSeen(seen: Appointment, held: Appointment): NotAsSeen | undefined {
  if (held.status === 'cancelled') return notChangeable('cancelled', held)
  if (held.deliveryChannel === 'Visit') return notChangeable('visit', held)
  return held.version === seen.version ? undefined : { kind: 'changed-meanwhile', seen, now: held, advice: CHANGED_MEANWHILE }
}

async function send(
  line: PracticeLine,
  { seen, held, change }: { seen: Appointment; held: Stored; change: Change },
): Promise<ChangeOutcome> {
  const { version } = held.appointment
  const reply = await line.ask({
    step: change.step,
    interaction: change.interaction,
    path: `Appointment/${encodeURIComponent(seen.id)}`,
    method: 'PUT',
    body: change.applyTo(held.resource),
    ...(version !== undefined && { headers: { 'If-Match': `W/"${version}"` } }),
  })
  if (reply.kind === 'answered') {
    const told = isA('Appointment', reply.resource) ? decodeAppointment(reply.resource, line.practice) : undefined
    if (told?.id === seen.id && change.isMadeIn(told)) return made(line, told, 'changed', reply.traceId)
  } else if (!reply.mayHaveActed && reply.failure.code !== 'FHIR_CONSTRAINT_VIOLATION') return reply.failure

  const failure = reply.kind === 'failed' ? reply.failure : undefined
  const traceId = reply.kind === 'failed' ? reply.failure.traceId : reply.traceId
  const after = await readStored(line, { step: change.step, id: seen.id })
  if (after.kind === 'stored' && change.isMadeIn(after.appointment)) return made(line, after.appointment, 'changed', traceId)
  if (after.kind !== 'stored') return { kind: 'cannot-tell-yet', advice: NOT_LOOKED_UP, because: failure ?? after, traceId }
  // Under another version than it was asked for, the change can no longer be made.
  const inTheWay = notAsSeen(held.appointment, await named(line, after.appointment))
  if (inTheWay) return inTheWay
  // A refusal, and nothing has moved.
  if (reply.kind === 'failed' && !reply.mayHaveActed) return reply.failure
  return { kind: 'cannot-tell-yet', advice: CANNOT_TELL_YET, because: failure, traceId }
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
