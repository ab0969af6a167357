/** An organisation as it says of itself when it books and when it searches. */
export type Organisation = { odsCode: string; type: string }

export type RacedSlot = { id: string; scheduleId: string; day: string; start: Date; end: Date }

/** SLOT-08, as the practice's file says it. */
export type RacedCap = { per: 'session' | 'day'; organisationType?: string; organisationCode?: string; most: number }

/** A practice whose slots are fought for: with what was asked and answered, all that the checker knows. */
export type RacedPractice = {
  odsCode: string
  locationId: string
  patients: readonly string[]
  slots: readonly RacedSlot[]
  caps: readonly RacedCap[]
}

/** The first and the last of the local days that were asked for, both included. */
export type Days = { first: string; last: string }

export type Asked =
  | { kind: 'book'; practice: string; patient: string; slots: readonly string[]; organisation: Organisation }
  | { kind: 'amend' | 'cancel'; practice: string; appointment: string; ifMatch: number }
  | { kind: 'read'; practice: string; appointment: string }
  | { kind: 'retrieve'; practice: string; patient: string; days: Days }
  | { kind: 'search'; practice: string; asker?: Organisation; days: Days }

/**
 * An appointment as an answer shows it. Every request that writes leaves its own number in it, so each version tells who made it:
 * `writtenBy` is read from the description, `cancelledBy` from the cancellation reason.
 */
export type Seen = {
  id: string
  version: number
  status: string
  patient: string
  slots: readonly string[]
  writtenBy: number
  cancelledBy?: number
}

export type Answer = { status: number; code?: string; etag?: number; seen?: readonly Seen[]; offered?: readonly string[] }

/** One request: by which process, from when to when (milliseconds on one clock), and what came of it. Without an answer, nobody knows. */
export type Operation = { number: number; asked: Asked; process: number; start: number; end: number; answer?: Answer }

/** From the moment before the kill until whoever was killed serves again. */
export type Kill = { victim: 'provider'; process: number; start: number; end: number } | { victim: 'postgres'; start: number; end: number }

export type History = {
  operations: readonly Operation[]
  kills: readonly Kill[]
  /** Moments at which nothing that had been asked before was still under way, answered or not. */
  settled: readonly number[]
}

/** Whether the request may have done what it asked for, as far as its own answer goes. */
export function isUnanswered({ answer }: Operation): boolean {
  return answer === undefined || answer.status >= 500
}

export function isDone({ answer }: Operation): boolean {
  return answer !== undefined && answer.status < 300
}

export function describeOperation({ number, asked, process, start, end, answer }: Operation): string {
  const seconds = (moment: number) => (moment / 1000).toFixed(4)
  return `#${number} ${seconds(start)}-${seconds(end)} s, process ${process}: ${describeAsked(asked)} -> ${describeAnswer(answer)}`
}

function describeAsked(asked: Asked): string {
  switch (asked.kind) {
    case 'book':
      return `book ${asked.slots.join(' + ')} at ${asked.practice} for patient ${asked.patient} by ${asked.organisation.odsCode}`
    case 'amend':
    case 'cancel':
      return `${asked.kind} ${asked.appointment} If-Match ${asked.ifMatch}`
    case 'read':
      return `read ${asked.appointment}`
    case 'retrieve':
      return `retrieve patient ${asked.patient} ${asked.days.first}..${asked.days.last}`
    case 'search':
      return `search ${asked.practice} ${asked.days.first}..${asked.days.last} as ${asked.asker?.odsCode ?? 'nobody in particular'}`
  }
}

function describeAnswer(answer: Answer | undefined): string {
  if (!answer) return 'no answer'
  const { status, code, seen, offered } = answer
  const one = seen?.length === 1 ? seen[0] : undefined
  const parts = [
    String(status),
    ...(code === undefined ? [] : [code]),
    ...(one ? [`${one.id} version ${one.version} ${one.status}, written by #${one.cancelledBy ?? one.writtenBy}`] : []),
    ...(seen && !one ? [`${seen.length} appointments`] : []),
    ...(offered ? [`${offered.length} slots`] : []),
  ]
  return parts.join(' ')
}
