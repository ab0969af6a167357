import type { InteractionName } from '../../src/nhs/interaction-ids.ts'
import { createRandom, type Random } from '../race/random.ts'

export const WORKS = ['book', 'register-and-book', 'reschedule', 'amend', 'cancel'] as const
export type Work = (typeof WORKS)[number]

/** The process ends at once, as a machine that loses its power: there and then, or so long after it had sent something. */
export type Kill =
  | { at: 'keeping' | 'kept'; nth: number }
  | { at: 'asking' | 'under-way' | 'answered'; interaction: InteractionName; nth: number; afterMs: number }

/**
 * The connection breaks: before the request has gone on, so long after it has, after the whole answer has come, or in its middle. `late`:
 * the request waits somewhere on the way, and arrives when nobody waits for an answer any more.
 */
export type Cut = { interaction: InteractionName; where: 'before' | 'during' | 'after' | 'half-way' | 'late'; afterMs: number }

export type CrashCase = { work: Work; kill: Kill } | { work: Work; cut: Cut }

const WRITES = {
  book: ['bookAppointment'],
  'register-and-book': ['registerPatient', 'bookAppointment'],
  reschedule: ['bookAppointment', 'cancelAppointment'],
  amend: ['amendAppointment'],
  cancel: ['cancelAppointment'],
} as const satisfies Record<Work, readonly InteractionName[]>

/** With which of them in the work's course it is: an appointment is read before and after. */
const READS = {
  book: [['findPatient', 1]],
  'register-and-book': [['findPatient', 1]],
  reschedule: [
    ['readAppointment', 1],
    ['findPatient', 1],
    ['readAppointment', 2],
  ],
  amend: [['readAppointment', 1]],
  cancel: [['readAppointment', 1]],
} as const satisfies Record<Work, readonly (readonly [InteractionName, number])[]>

const KEPT = { book: 1, 'register-and-book': 2, reschedule: 1, amend: 0, cancel: 0 } as const satisfies Record<Work, number>

/** About as long as a practice takes for a write, so that it is met before, in and after its transaction. */
const LONGEST_MS = 40

/** Each step of each work is struck once before any is struck again; the same for the same seed. */
export function crashCases(seed: number, count: number): CrashCase[] {
  const random = createRandom(seed)
  const cases: CrashCase[] = []
  while (cases.length < count) cases.push(...shuffled(everyStep(random), random))
  return cases.slice(0, count)
}

function everyStep(random: Random): CrashCase[] {
  const afterMs = () => Math.floor(random() * LONGEST_MS)
  return WORKS.flatMap((work) => [
    ...Array.from({ length: KEPT[work] }, (_, index) => index + 1).flatMap((nth) =>
      (['keeping', 'kept'] as const).map((at): CrashCase => ({ work, kill: { at, nth } })),
    ),
    ...READS[work].flatMap(([interaction, nth]) =>
      (['asking', 'answered'] as const).map((at): CrashCase => ({ work, kill: { at, interaction, nth, afterMs: 0 } })),
    ),
    ...WRITES[work].flatMap((interaction) => [
      ...(['asking', 'answered'] as const).map((at): CrashCase => ({ work, kill: { at, interaction, nth: 1, afterMs: 0 } })),
      ...[1, 2].map((): CrashCase => ({ work, kill: { at: 'under-way', interaction, nth: 1, afterMs: afterMs() } })),
      ...(['before', 'during', 'during', 'after', 'half-way', 'late'] as const).map(
        (where): CrashCase => ({ work, cut: { interaction, where, afterMs: afterMs() } }),
      ),
    ]),
  ])
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}

export function textOfCase(crash: CrashCase): string {
  if ('cut' in crash) return `${crash.work}, cut ${crash.cut.where} ${crash.cut.interaction} (${crash.cut.afterMs} ms)`
  const { kill } = crash
  const where = 'interaction' in kill ? `${kill.at} ${kill.interaction} ${kill.nth} (${kill.afterMs} ms)` : `${kill.at} ${kill.nth}`
  return `${crash.work}, killed ${where}`
}
