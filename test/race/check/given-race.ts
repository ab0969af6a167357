import type { Answer, Asked, Days, History, Kill, Operation, Organisation, RacedCap, RacedPractice, Seen } from '../history.ts'
import { checkHistory } from './check-history.ts'
import type { Rule, Verdict } from './judge.ts'

const PRACTICE = 'A90101'
const DAY = '2026-03-02'
const NEXT_DAY = '2026-03-03'
export const PATIENT = 'pat'
const HUB: Organisation = { odsCode: 'B30012', type: 'urgent-care' }
export const OTHER_HUB: Organisation = { odsCode: 'B30014', type: 'gp-practice' }

type Book = { slots: readonly string[]; organisation?: Organisation; patient?: string }

/** A race told by hand: `a`, `b` and `c` are slots of one session, `d` is of another on the same day, `e` of the next. */
export function givenRace(caps: readonly RacedCap[] = []) {
  const operations: Operation[] = []
  const kills: Kill[] = []
  const settled: number[] = []
  const latest = new Map<string, Seen>()

  const add = (at: readonly [number, number], asked: Asked, answer?: Answer): Operation => {
    const operation = { number: operations.length + 1, asked, process: 0, start: at[0], end: at[1], ...(answer && { answer }) }
    operations.push(operation)
    return operation
  }
  const lastOf = (id: string): Seen => latest.get(id) ?? { id, version: 0, status: '', patient: '', slots: [], writtenBy: 0 }
  const answerOf = (status: number, seen: Seen): Answer => ({ status, etag: seen.version, seen: [seen] })
  const bookAsked = ({ slots, organisation = HUB, patient = PATIENT }: Book): Asked => ({
    kind: 'book',
    practice: PRACTICE,
    patient,
    slots,
    organisation,
  })
  const changeAsked = (kind: 'amend' | 'cancel', id: string, ifMatch = lastOf(id).version): Asked => ({
    kind,
    practice: PRACTICE,
    appointment: id,
    ifMatch,
  })
  const bookedBy = (number: number, { slots, patient = PATIENT }: Book): Seen => {
    const seen = { id: `A${number}`, version: 1, status: 'booked', patient, slots, writtenBy: number }
    latest.set(seen.id, seen)
    return seen
  }
  const changedBy = (number: number, kind: 'amend' | 'cancel', id: string): Seen => {
    const last = lastOf(id)
    const text = kind === 'amend' ? { writtenBy: number } : { status: 'cancelled', cancelledBy: number }
    const seen = { ...last, version: last.version + 1, ...text }
    latest.set(id, seen)
    return seen
  }
  const next = () => operations.length + 1

  return {
    /** Returns the appointment's id. */
    booked(start: number, end: number, book: Book, rest: Partial<Seen> = {}): string {
      const seen = { ...bookedBy(next(), book), ...rest }
      add([start, end], bookAsked(book), answerOf(201, seen))
      return seen.id
    },
    bookingRefused: (start: number, end: number, book: Book, status: 409 | 422) =>
      add([start, end], bookAsked(book), { status, code: status === 409 ? 'DUPLICATE_REJECTED' : 'INVALID_RESOURCE' }),
    /** Nobody knows: returns the id that it has if it happened. */
    bookingLost(start: number, end: number, book: Book): string {
      const { id } = bookedBy(next(), book)
      add([start, end], bookAsked(book))
      return id
    },
    changed(start: number, end: number, kind: 'amend' | 'cancel', id: string, of: { ifMatch?: number; rest?: Partial<Seen> } = {}): Seen {
      const asked = changeAsked(kind, id, of.ifMatch)
      const seen = { ...changedBy(next(), kind, id), ...of.rest }
      add([start, end], asked, answerOf(200, seen))
      return seen
    },
    changeRefused: (start: number, end: number, kind: 'amend' | 'cancel', id: string, of: { status: 409 | 422; ifMatch?: number }) =>
      add([start, end], changeAsked(kind, id, of.ifMatch), {
        status: of.status,
        code: of.status === 409 ? 'FHIR_CONSTRAINT_VIOLATION' : 'INVALID_RESOURCE',
      }),
    changeLost(start: number, end: number, kind: 'amend' | 'cancel', id: string, happened: boolean): void {
      const asked = changeAsked(kind, id)
      if (happened) changedBy(next(), kind, id)
      add([start, end], asked)
    },
    read: (start: number, end: number, id: string, rest: Partial<Seen> = {}) =>
      add([start, end], { kind: 'read', practice: PRACTICE, appointment: id }, answerOf(200, { ...lastOf(id), ...rest })),
    notFound: (start: number, end: number, id: string) =>
      add([start, end], { kind: 'read', practice: PRACTICE, appointment: id }, { status: 404, code: 'NO_RECORD_FOUND' }),
    listed: (start: number, end: number, ids: readonly string[], days: Days = { first: DAY, last: NEXT_DAY }) =>
      add([start, end], { kind: 'retrieve', practice: PRACTICE, patient: PATIENT, days }, { status: 200, seen: ids.map(lastOf) }),
    searched: (start: number, end: number, offered: readonly string[], asker?: Organisation) =>
      add(
        [start, end],
        { kind: 'search', practice: PRACTICE, days: { first: DAY, last: NEXT_DAY }, ...(asker && { asker }) },
        { status: 200, offered },
      ),
    failed: (start: number, end: number, status: number) =>
      add([start, end], { kind: 'search', practice: PRACTICE, days: { first: DAY, last: DAY } }, { status, code: 'INTERNAL_SERVER_ERROR' }),
    killed: (start: number, end: number, victim: 'provider' | 'postgres') =>
      kills.push(victim === 'provider' ? { victim, process: 0, start, end } : { victim, start, end }),
    settled: (moment: number) => settled.push(moment),
    verdict: (): Verdict => checkHistory([practiceWith(caps)], { operations, kills, settled } satisfies History),
    /** The rules that are broken, each once. */
    broken(): Rule[] {
      return [...new Set(this.verdict().violations.map(({ rule }) => rule))]
    },
  }
}

function practiceWith(caps: readonly RacedCap[]): RacedPractice {
  const places = [
    ['a', 'morning', DAY],
    ['b', 'morning', DAY],
    ['c', 'morning', DAY],
    ['d', 'afternoon', DAY],
    ['e', 'next-morning', NEXT_DAY],
  ] as const
  const slots = places.map(([id, scheduleId, day]) => ({ id, scheduleId, day, start: new Date(0), end: new Date(0) }))
  return { odsCode: PRACTICE, locationId: 'main', patients: [PATIENT], slots, caps }
}
