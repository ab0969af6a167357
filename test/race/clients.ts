import { setTimeout } from 'node:timers/promises'
import type { Ask } from './ask.ts'
import { type Days, isDone, isUnanswered, type Operation, type RacedPractice } from './history.ts'
import type { Knowledge, Known } from './knowledge.ts'
import { ORGANISATIONS } from './practices.ts'
import { chooseByWeight, chooseFrom, type Random } from './random.ts'
import type { Wish } from './requests.ts'

export type Field = { practices: readonly RacedPractice[]; days: Days; knowledge: Knowledge }

/** What a client does next, and how often. `together`: several requests at once, of which one at most can succeed. */
const TURNS = {
  book: 36,
  bookTogether: 4,
  amend: 14,
  cancel: 18,
  changeTogether: 5,
  changeCancelled: 3,
  read: 7,
  retrieve: 3,
  search: 10,
} as const

type Turn = keyof typeof TURNS

const TOGETHER = 3
const TWO_SLOTS = 0.35
const OUTDATED = 0.1
const CHECKED_AT_ONCE = 0.3
const PAUSE_AFTER_FAILURE_MS = 50

/** Goes on asking until so many requests have been made, by all clients together. */
export async function runClient(deps: { ask: Ask; field: Field; random: Random; left: { count: number } }): Promise<void> {
  const { ask, field, random, left } = deps
  while (left.count > 0) {
    const wishes = wishesOf(field, random, chooseByWeight(random, TURNS) ?? 'book')
    left.count -= wishes.length
    const operations = await Promise.all(wishes.map((wish) => ask(wish, random)))

    // What has just been acknowledged is what a process that answers too early has not done yet.
    const toCheck = operations.filter((operation) => isDone(operation) && random() < CHECKED_AT_ONCE)
    const checks = toCheck.flatMap((operation) => checkOf(field, operation))
    left.count -= checks.length
    await Promise.all(checks.map((wish) => ask(wish, random)))
    if (operations.some(isUnanswered)) await setTimeout(PAUSE_AFTER_FAILURE_MS)
  }
}

function wishesOf(field: Field, random: Random, turn: Turn): Wish[] {
  const { knowledge, days } = field
  const practice = chooseFrom(random, field.practices)
  const patient = chooseFrom(random, practice?.patients ?? [])
  if (!practice || patient === undefined) throw new Error('There is nothing to race for')

  const { odsCode } = practice
  switch (turn) {
    case 'book':
      return [bookingOf(practice, random)]
    case 'bookTogether': {
      const wish = bookingOf(practice, random)
      return Array.from({ length: TOGETHER }, () => wish)
    }
    case 'amend':
    case 'cancel':
      return changesOf(field, random, { known: knowledge.chooseLive(random), kinds: [turn] })
    case 'changeTogether':
      return changesOf(field, random, { known: knowledge.chooseLive(random), kinds: ['amend', 'cancel', 'amend'] })
    case 'changeCancelled':
      return changesOf(field, random, { known: knowledge.chooseCancelled(random), kinds: [random() < 0.5 ? 'amend' : 'cancel'] })
    case 'read': {
      const known = knowledge.chooseLive(random) ?? knowledge.chooseCancelled(random)
      const place = field.practices.find(({ odsCode }) => odsCode === known?.practice)
      return known && place ? [readOf(place, known.seen.id)] : []
    }
    case 'retrieve':
      return [{ practice, asked: { kind: 'retrieve', practice: odsCode, patient, days: oneOrBoth(days, random) } }]
    case 'search': {
      const asker = chooseFrom(random, [...ORGANISATIONS, undefined])
      return [{ practice, asked: { kind: 'search', practice: odsCode, days: oneOrBoth(days, random), ...(asker && { asker }) } }]
    }
  }
}

function bookingOf(practice: RacedPractice, random: Random): Wish {
  const first = chooseFrom(random, practice.slots)
  const next = practice.slots.find(({ start, scheduleId }) => scheduleId === first?.scheduleId && start.getTime() === first.end.getTime())
  const slots = [...(first ? [first.id] : []), ...(next && random() < TWO_SLOTS ? [next.id] : [])]
  const patient = chooseFrom(random, practice.patients) ?? ''
  const organisation = chooseFrom(random, ORGANISATIONS)
  if (!organisation) throw new Error('Nobody books')
  return { practice, asked: { kind: 'book', practice: practice.odsCode, patient, slots, organisation } }
}

/** All of them with one If-Match, which is now and then one that was current before. */
function changesOf(field: Field, random: Random, of: { known: Known | undefined; kinds: readonly ('amend' | 'cancel')[] }): Wish[] {
  const { known } = of
  const practice = field.practices.find(({ odsCode }) => odsCode === known?.practice)
  if (!known || !practice) return []

  const { id, version } = known.seen
  const ifMatch = version > 1 && random() < OUTDATED ? version - 1 : version
  return of.kinds.map((kind) => ({
    practice,
    appointment: known.body,
    asked: { kind, practice: practice.odsCode, appointment: id, ifMatch },
  }))
}

export function readOf(practice: RacedPractice, appointment: string): Wish {
  return { practice, asked: { kind: 'read', practice: practice.odsCode, appointment } }
}

/** After a booking or change, the appointment is read; after a cancellation, its slots are looked for. */
function checkOf({ practices, days }: Field, { asked, answer }: Operation): Wish[] {
  const practice = practices.find(({ odsCode }) => odsCode === asked.practice)
  const appointment = answer?.seen?.[0]?.id
  if (!practice || (asked.kind !== 'book' && asked.kind !== 'amend' && asked.kind !== 'cancel')) return []

  const search: Wish = { practice, asked: { kind: 'search', practice: asked.practice, days } }
  if (asked.kind === 'cancel') return [search]
  const read = appointment === undefined ? [] : [readOf(practice, appointment)]
  return asked.kind === 'book' ? [...read, search] : read
}

function oneOrBoth(days: Days, random: Random): Days {
  const part = random()
  if (part < 0.3) return { first: days.first, last: days.first }
  return part < 0.6 ? { first: days.last, last: days.last } : days
}
