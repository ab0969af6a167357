import { type FederatedAnswer, type Offer, watchFreeSlotsAcross } from '../../consumer/index.ts'
import { addDays, localDateOf } from '../../nhs/local-time.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { practicesMeant } from './federation-meant.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { setUp } from './set-up.ts'
import { slotHandle } from './slot-handle.ts'
import { bookableOffers, type SlotsOptions, wantedOf } from './slots-options.ts'
import { type SlotsProgress, slotsProgress } from './slots-progress.ts'
import { noSlotsText, slotsTable } from './slots-table.ts'
import { UsageFault } from './usage-fault.ts'
import { writeCsv, writeXlsx } from './write-slots.ts'

/** Free slots of some practices, or of a federation, soonest first. */
export async function slots(io: Io, practices: readonly OdsCode[], options: SlotsOptions): Promise<ExitCode> {
  const { config, spine, asker } = await setUp(io, options.config)
  const from = options.from ?? localDateOf(io.now())
  const to = options.to ?? addDays(from, 14)
  if (to < from) throw new UsageFault(`--to ${to} lies before --from ${from}.`)
  if (options.json && options.csv === '-') throw new UsageFault('JSON and CSV cannot both be printed: give --csv a file.')
  const meant = await practicesMeant(io, config, { practices, options })
  const { minutes, ...filter } = wantedOf(options, meant.defaultFilter)

  const search = watchFreeSlotsAcross(spine, asker, {
    ...filter,
    dosServiceId: options.dosService,
    federation: meant.practices,
    deadlineMs: config.patience.federation * 1000,
    from,
    to,
  })
  const answers = await answersOf(search, options.json ? undefined : slotsProgress(io, meant.practices), {
    minutes,
    now: io.now(),
  })
  const offers = answers.flatMap(({ bookable }) => bookable).sort((left, right) => Date.parse(left.start) - Date.parse(right.start))
  await give(io, { answers, offers, range: `from ${from} to ${to}` }, options)
  return exitCodeFor(answers)
}

type Answer = FederatedAnswer & { bookable: readonly Offer[] }

async function answersOf(
  search: ReturnType<typeof watchFreeSlotsAcross>,
  progress: SlotsProgress | undefined,
  of: { minutes: number | undefined; now: Date },
): Promise<Answer[]> {
  const answers: Answer[] = []
  for await (const update of search) {
    if (update.state === 'finished') break
    const bookable = update.state === 'answered' ? bookableOffers(update.outcome.offers, of) : []
    if ('outcome' in update) answers.push({ practice: update.practice, outcome: update.outcome, bookable })
    progress?.tell(update, bookable)
  }
  progress?.end()
  return answers
}

type Found = { answers: readonly Answer[]; offers: readonly Offer[]; range: string }

async function give(io: Io, { answers, offers, range }: Found, options: SlotsOptions): Promise<void> {
  const { json, csv, xlsx, limit } = options
  const shown = limit === 0 ? offers : offers.slice(0, limit)
  // A file holds all there is: --limit is for what is read on a screen.
  if (csv !== undefined) await writeCsv(io, csv, offers)
  if (xlsx !== undefined) await writeXlsx(io, xlsx, offers)

  if (json) io.print(toJson(answers, shown, offers.length))
  else if (csv === '-') return
  else if (offers.length === 0) io.print(noSlotsText(answers, range))
  else io.print(slotsTable(shown, { all: offers.length, paints: paintsFor(io) }))
}

function toJson(answers: readonly Answer[], offers: readonly Offer[], all: number): string {
  const practices = answers.map(({ practice, outcome, bookable }) =>
    outcome.kind === 'offers'
      ? { ...practice, outcome: outcome.kind, offers: bookable.length, unusable: outcome.unusable }
      : { ...practice, outcome: outcome.kind, failure: outcome },
  )
  const slots = offers.map((offer) => ({ slot: slotHandle(offer), ...offer }))
  return JSON.stringify({ practices, found: all, slots }, undefined, 2)
}

/** A practice that does not take part spoils nothing; one that did not answer may have had the better slot. */
function exitCodeFor(answers: readonly FederatedAnswer[]): ExitCode {
  const kinds = answers.map(({ outcome }) => outcome.kind)
  if (kinds.includes('unavailable')) return EXIT.noAnswer
  return kinds.includes('offers') ? EXIT.done : EXIT.refused
}
